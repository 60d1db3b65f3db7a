"""``http.check``: ask a background process of our own for a page and check the answer."""

from __future__ import annotations

from journeyman.errors import KindError
from journeyman.kinds import serving
from journeyman.kinds.arguments import NAME, SECONDS, TEXT, arguments
from journeyman.kinds.background import named, running
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.output import bounded, output_limit
from journeyman.values import Action, Effect, Prediction


class HttpCheck:
    """Sends one GET on the loopback interface to a server that ``process.start`` started; follows no redirect."""

    name = "http.check"
    summary = "GET a page from a background process of ours (by url, or name and path) and check status and text"
    confinement = "exact"
    schema: Schema = arguments(
        {
            "url": TEXT,
            "name": NAME,
            "path": {"type": "string", "pattern": "^/"},
            "status": {"type": "integer", "minimum": 100, "maximum": 599},
            "contains": TEXT,
            "timeout": SECONDS,
        },
        oneOf=[{"required": ["url"], "properties": {"path": False}}, {"required": ["name"]}],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """Reading from a process of our own."""
        if "url" in action.args:
            serving.address(action.args["url"])
        which = str(action.args.get("url") or action.args["name"])
        return Prediction((Effect("read", "read", "none", which, f"asks {which}"),), subject="check")

    def run(self, action: Action, context: RunContext) -> Result:
        """Ask and compare. Raises KindError when the address belongs to no process of ours."""
        where = _address(action, context)
        wanted = action.args.get("status", 200)
        try:
            status, body = serving.get(where, timeout=action.args.get("timeout", 10.0))
        except OSError as error:
            raise KindError(f"{where.url} does not answer: {error or type(error).__name__}") from None
        data = {"url": where.url, "status": status}
        output = bounded(body, output_limit(context.settings))
        if status != wanted:
            return Result("failed", f"{where.url} answered {status}, not {wanted}", output=output, data=data)
        if action.args.get("contains", "") not in body:
            missing = action.args["contains"]
            return Result("failed", f"{where.url} answered without {missing!r}", output=output, data=data)
        return Result("done", f"{where.url} answered {status}", output=output, data=data)


def _address(action: Action, context: RunContext) -> serving.Address:
    if "name" in action.args:
        record = named(context, action.args["name"])
        if not record.get("port"):
            raise KindError(f"{action.args['name']} was started without a port, so it cannot be asked")
        return serving.address(f"http://127.0.0.1:{record['port']}{action.args.get('path', '/')}")
    where = serving.address(action.args["url"])
    if serving.owner_of(where.port, running(context)) is None:
        raise KindError(f"nothing that process.start started serves port {where.port}; only such servers are asked")
    return where
