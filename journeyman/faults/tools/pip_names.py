"""Names under which well-known Python packages are installed."""

from __future__ import annotations

OTHER_NAMES = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "crypto": "pycryptodome",
    "cv2": "opencv-python",
    "opencv": "opencv-python",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "fitz": "PyMuPDF",
    "git": "GitPython",
    "google-cloud": "google-cloud-core",
    "jwt": "PyJWT",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "mysqldb": "mysqlclient",
    "pil": "Pillow",
    "pytorch": "torch",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "tensor-flow": "tensorflow",
    "usb": "pyusb",
    "wx": "wxPython",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}
KNOWN = frozenset(
    (
        *("aiohttp", "alembic", "anyio", "attrs", "beautifulsoup4", "black", "boto3", "botocore", "celery", "certifi"),
        *("click", "coverage", "cryptography", "cython", "dask", "django", "djangorestframework", "fastapi", "flake8"),
        *("flask", "gensim", "gitpython", "gunicorn", "httpx", "hypothesis", "ipykernel", "ipython", "isort", "jinja2"),
        *("jsonschema", "jupyter", "jupyterlab", "keras", "lightgbm", "lxml", "matplotlib", "mypy", "networkx", "nltk"),
        *(
            "notebook",
            "numba",
            "numpy",
            "openpyxl",
            "pandas",
            "paramiko",
            "pillow",
            "pip",
            "plotly",
            "poetry",
            "polars",
        ),
        *("pre-commit", "psutil", "psycopg2", "pyarrow", "pydantic", "pygame", "pyjwt", "pylint", "pymongo", "pymysql"),
        *("pytest", "pytest-asyncio", "pytest-cov", "python-dateutil", "python-dotenv", "pytz", "pyyaml", "redis"),
        *("requests", "rich", "ruff", "scikit-learn", "scipy", "seaborn", "selenium", "setuptools", "six", "spacy"),
        *("sqlalchemy", "statsmodels", "streamlit", "sympy", "tensorflow", "torch", "torchvision", "tornado", "tox"),
        *("tqdm", "transformers", "twisted", "typer", "typing-extensions", "urllib3", "uvicorn", "virtualenv", "wheel"),
        *("websockets", "werkzeug", "xgboost"),
    )
)
