"""`python -m responses_service.paper.entry.images`: opens one file, in a process of its own.

File in, JSON out. It has little memory, little time and no key, so a file made to hurt ends itself.
"""

import base64
import resource
import sys

import orjson

from responses_service.paper.entry.images.rules.pictures import RefusedError, pages

MEMORY, SECONDS = 1 << 30, 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        made = [base64.b64encode(page).decode() for page in pages(sys.stdin.buffer.read())]
        answer: dict[str, object] = {"pages": made}
    except RefusedError as fault:
        answer = {"refused": fault.word}
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main()
