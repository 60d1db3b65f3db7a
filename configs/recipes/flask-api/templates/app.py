"""$name: a small JSON API."""

from __future__ import annotations

import os

from flask import Flask, Response, jsonify


def create_app() -> Flask:
    """Return the application; a new one for each caller, so that tests share nothing."""
    app = Flask(__name__)

    @app.get("/")
    def index() -> Response:
        return jsonify(message=$message_py)

    @app.get("/health")
    def health() -> Response:
        return jsonify(status="ok")

    return app


def main() -> None:
    """Serve on this machine, at the port that the environment variable PORT names."""
    create_app().run(host="127.0.0.1", port=int(os.environ.get("PORT", "$app_port")))


if __name__ == "__main__":
    main()
