"""`python -m forms_service.banners`: looks at one photo, in a process of its own.

Photo in, JSON out. It has little memory, little time and no key: a file made to hurt ends itself.
"""

import resource
import sys
from dataclasses import asdict

import orjson

from forms_service.banners.rules.limits import MEMORY, SECONDS
from forms_service.banners.rules.picture import RefusedError, picture
from forms_service.banners.rules.seeing import see


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer: dict[str, object] = asdict(see(picture(sys.stdin.buffer.read())))
    except RefusedError as fault:
        answer = {"refused": str(fault)}
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main()
