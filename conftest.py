"""The fixtures of every test in this checkout."""

pytest_plugins = ["suara_local.pytest_plugin"]
