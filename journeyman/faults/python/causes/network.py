"""The network, servers, and what they answer."""

from __future__ import annotations

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.values.fault import advice

_ANY = "ConnectionError ConnectTimeout MaxRetryError NewConnectionError URLError OSError ConnectError ClientConnectorError gaierror APIConnectionError ProxyError ConnectionRefusedError SSLError ConnectionResetError NameResolutionError HTTPError ReadTimeout TimeoutError RemoteDisconnected OperationalError ServerSelectionTimeoutError InterfaceError Error"

CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.port_in_use",
        "OSError error RuntimeError",
        r"\[Errno (?:98|48)\]|Address already in use|\[WinError 10048\]|Only one usage of each socket",
        "the port is in use by another process",
        (advice("use another port (0 picks a free one)"), advice("stop the process that listens there")),
    ),
    Cause(
        "python.ssl_certificate",
        f"{_ANY} SSLCertVerificationError CertificateError ClientConnectorCertificateError",
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|self.signed certificate|certificate has expired|hostname .* doesn't match",
        "the server's certificate could not be checked (expired, self-signed, or the issuer is unknown here)",
        (advice("install the issuer's certificate (REQUESTS_CA_BUNDLE, SSL_CERT_FILE; pip install -U certifi)"),),
    ),
    Cause(
        "python.ssl_protocol",
        f"{_ANY} SSLEOFError SSLZeroReturnError",
        r"WRONG_VERSION_NUMBER|wrong version number|UNEXPECTED_EOF|EOF occurred in violation of protocol|HANDSHAKE_FAILURE|UNSAFE_LEGACY|record layer failure|HTTPS?_REQUEST",
        "the two sides could not agree on encryption (http where https was expected, or a proxy)",
        (advice("check http:// or https:// and the proxy"),),
    ),
    Cause(
        "python.host_unknown",
        _ANY,
        r"\[Errno (?:-2|-3|-5|8|11001)\]|Name or service not known|nodename nor servname|Temporary failure in name resolution|getaddrinfo failed|No address associated|Failed to resolve|NameResolutionError|Name does not resolve",
        "the server's name is not known: misspelt, or no network",
        (advice("check the address and the network"),),
    ),
    Cause(
        "python.proxy",
        _ANY,
        r"Cannot connect to proxy|Tunnel connection failed|ProxyError|407 Proxy",
        "the proxy refused or cannot be reached",
        (advice("check HTTP_PROXY and HTTPS_PROXY"),),
    ),
    Cause(
        "python.connection_refused",
        _ANY,
        r"\[Errno (?:111|61)\]|Connection refused|actively refused|Connect call failed|\[WinError 10061\]|All connection attempts failed",
        "nothing listens at that address: the server is not running",
        (advice("start the server, or check host and port"),),
    ),
    Cause(
        "python.network_unreachable",
        _ANY,
        r"\[Errno (?:101|113|51|65)\]|Network is unreachable|No route to host",
        "the network cannot be reached from here",
        (advice("check the network"),),
    ),
    Cause(
        "python.connection_reset",
        f"{_ANY} ConnectionAbortedError ProtocolError ChunkedEncodingError ReadError RemoteProtocolError ServerDisconnectedError IncompleteRead",
        r"\[Errno 104\]|Connection reset|Connection aborted|RemoteDisconnected|closed connection without|Connection broken|Server disconnected|peer closed|IncompleteRead",
        "the other side ended the connection",
        (advice("try again, with pauses in between"),),
    ),
    Cause(
        "python.broken_pipe",
        "BrokenPipeError OSError",
        r"\[Errno 32\]|Broken pipe",
        "the program that was written to has ended",
        (advice("check the reading side (a `head`, or a server that closed)"),),
    ),
    Cause(
        "python.http_not_found",
        "HTTPError HTTPStatusError ClientResponseError NotFoundError",
        r"\b404\b",
        "the server has nothing at that address (404)",
        (advice("check the address"),),
    ),
    Cause(
        "python.http_unauthorized",
        "HTTPError HTTPStatusError AuthenticationError ClientResponseError PermissionDeniedError Unauthorized",
        r"\b40[13]\b|api_key|Unauthorized|Forbidden|[Ii]ncorrect API key",
        "the server does not let us in (401, 403): the key or password is missing or wrong",
        (advice("check the key, and a User-Agent header"),),
    ),
    Cause(
        "python.http_too_many_requests",
        "HTTPError HTTPStatusError RateLimitError ClientResponseError TooManyRequests",
        r"\b429\b|[Rr]ate limit|quota",
        "too many requests (429)",
        (advice("wait, then try again with pauses"),),
    ),
    Cause(
        "python.http_server_error",
        "HTTPError HTTPStatusError InternalServerError ClientResponseError",
        r"\b5\d\d\b",
        "the server failed (5xx)",
        (advice("try again later"),),
    ),
    Cause(
        "python.http_bad_request",
        "HTTPError HTTPStatusError BadRequestError ClientResponseError",
        r"\b4\d\d\b",
        "the server did not accept the request (4xx)",
        (advice("read the body of the answer: it says why"),),
    ),
    Cause("python.too_many_redirects", "TooManyRedirects", r".*", "the server sends us in a circle"),
    Cause(
        "python.timeout",
        f"{_ANY} timeout Timeout ConnectTimeoutError ReadTimeoutError ServerTimeoutError PoolTimeout WriteTimeout APITimeoutError QueueFull",
        r"timed out|[Tt]ime-?out|\[Errno (?:110|60)\]|TimeoutError|^$",
        "there was no answer in time",
        (advice("give it more time (timeout=...), or check the server"),),
    ),
    Cause(
        "python.authentication",
        "OperationalError AuthenticationException SMTPAuthenticationError AuthenticationError error_perm LoginError AccessDenied OperationFailure",
        r"[Aa]uthentication failed|password|Access denied|not accepted|Login|53[05]|not authorized",
        "the user name or password was not accepted",
        (advice("check the user name and password"),),
    ),
    Cause(
        "python.credentials_missing",
        "OpenAIError NoCredentialsError DefaultCredentialsError CredentialsError ProfileNotFound NoRegionError",
        r".*",
        "no key or credentials are set",
        (advice("set the key in the environment"),),
    ),
    Cause(
        "python.mail_refused",
        "SMTPRecipientsRefused SMTPSenderRefused SMTPDataError SMTPServerDisconnected SMTPConnectError",
        r".*",
        "the mail server refused",
    ),
    Cause(
        "python.cannot_assign_address",
        "OSError",
        r"\[Errno 99\]|Cannot assign requested address",
        "this machine does not have that address",
        (advice("use 0.0.0.0 or 127.0.0.1"),),
    ),
    Cause(
        "python.socket_misused",
        "OSError",
        r"\[Errno (?:9|107|88|38)\]|Bad file descriptor|not connected|non-socket",
        "the socket or file is closed or not connected",
    ),
    Cause(
        "python.connection_error",
        "ConnectionError ConnectError URLError MaxRetryError ClientConnectorError APIConnectionError",
        r".*",
        "the server could not be reached",
        (advice("check the address and the network"),),
    ),
)
