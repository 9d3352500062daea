"""The reference: a bare Flask endpoint that reads the same body and answers 202.

`python -m bench.bare <port> <threads>`
"""

import sys

from flask import Flask, Response, request
from granian import Granian
from granian.constants import Interfaces


def create() -> Flask:
    app = Flask("bare", static_folder=None)

    @app.post("/bare")
    def take() -> Response:
        request.get_data()
        return Response(b'{"ok":true}', 202, mimetype="application/json")

    return app


if __name__ == "__main__":
    Granian(
        "bench.bare:create",
        factory=True,
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(sys.argv[2]),
        log_access=False,
        websockets=False,
    ).serve()
