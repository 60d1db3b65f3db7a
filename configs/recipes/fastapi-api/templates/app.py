"""$name: a small JSON API."""

from __future__ import annotations

import os

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title=$name_py)


class Greeting(BaseModel):
    """What `/` answers."""

    message: str


class Health(BaseModel):
    """What `/health` answers."""

    status: str


@app.get("/")
async def index() -> Greeting:
    return Greeting(message=$message_py)


@app.get("/health")
async def health() -> Health:
    return Health(status="ok")


def main() -> None:
    """Serve on this machine, at the port that the environment variable PORT names."""
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "$app_port")))


if __name__ == "__main__":
    main()
