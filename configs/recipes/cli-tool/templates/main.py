"""Run as ``python -m ${name_id}``."""

from ${name_id}.cli import main

raise SystemExit(main())
