"""`python -m reporting_service web|background|migrate`."""

from chassis.commands import run

from reporting_service.config import ReportingSettings

if __name__ == "__main__":
    run("reporting", ReportingSettings, lambda *_: False)
