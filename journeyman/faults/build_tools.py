"""The diagnosers of tools that build, check, test and serve, in three groups by when they are asked.

An inner failure stands before what it makes fail: the compiler before make, the script before npm.
"""

from __future__ import annotations

from journeyman.faults.diagnoser import Diagnoser
from journeyman.faults.tools.alembic import ALEMBIC
from journeyman.faults.tools.build_systems import BUILD_SYSTEMS
from journeyman.faults.tools.bun import BUN
from journeyman.faults.tools.bundlers import BUNDLERS
from journeyman.faults.tools.c_compilers import C_COMPILERS
from journeyman.faults.tools.compose import COMPOSE
from journeyman.faults.tools.databases import DATABASES
from journeyman.faults.tools.django import DJANGO
from journeyman.faults.tools.docker import DOCKER, DOCKER_STEPS
from journeyman.faults.tools.dotnet import DOTNET
from journeyman.faults.tools.eslint import ESLINT
from journeyman.faults.tools.formatters import FORMATTERS
from journeyman.faults.tools.go import GO, GO_TESTS
from journeyman.faults.tools.gradle import GRADLE
from journeyman.faults.tools.java import JAVA, JAVA_BUILDS
from journeyman.faults.tools.js_managers import JS_MANAGERS, JS_MANAGERS_LIFECYCLE
from journeyman.faults.tools.js_tests import JS_TESTS
from journeyman.faults.tools.jupyter import JUPYTER
from journeyman.faults.tools.kubernetes import KUBERNETES
from journeyman.faults.tools.linters import LINTERS
from journeyman.faults.tools.make import MAKE, MAKE_RECIPES
from journeyman.faults.tools.maven import MAVEN
from journeyman.faults.tools.meson import MESON
from journeyman.faults.tools.network_clients import NETWORK_CLIENTS
from journeyman.faults.tools.ninja import NINJA
from journeyman.faults.tools.node import NODE
from journeyman.faults.tools.npm import NPM, NPM_LIFECYCLE
from journeyman.faults.tools.other_languages import OTHER_LANGUAGES
from journeyman.faults.tools.php import PHP
from journeyman.faults.tools.pip import PIP
from journeyman.faults.tools.pnpm import PNPM
from journeyman.faults.tools.pytest import PYTEST_FAILURES
from journeyman.faults.tools.ruby import RUBY
from journeyman.faults.tools.rust import RUST
from journeyman.faults.tools.terraform import TERRAFORM, TERRAFORM_ERRORS
from journeyman.faults.tools.type_checkers import TYPE_CHECKERS
from journeyman.faults.tools.typescript import TYPESCRIPT
from journeyman.faults.tools.uv import UV
from journeyman.faults.tools.web_servers import WEB_SERVERS

BUILDS: tuple[Diagnoser, ...] = (
    TYPESCRIPT,
    RUST,
    GO,
    GO_TESTS,
    JAVA,
    MAVEN,
    GRADLE,
    ESLINT,
    TYPE_CHECKERS,
    LINTERS,
    FORMATTERS,
    DOTNET,
    PHP,
    RUBY,
    OTHER_LANGUAGES,
    C_COMPILERS,
    JS_TESTS,
    BUNDLERS,
    NODE,
    BUILD_SYSTEMS,
    NINJA,
    MESON,
    MAKE,
    NPM,
    JS_MANAGERS,
    PNPM,
    BUN,
    PIP,
    UV,
)
"""Asked before the tools of the system: their lines have a shape that nothing else has."""

SERVERS: tuple[Diagnoser, ...] = (
    WEB_SERVERS,
    DJANGO,
    ALEMBIC,
    JUPYTER,
    DATABASES,
    DOCKER,
    COMPOSE,
    KUBERNETES,
    TERRAFORM,
    TERRAFORM_ERRORS,
    NETWORK_CLIENTS,
)
"""What runs, and what is talked to."""

WRAPPERS: tuple[Diagnoser, ...] = (
    PYTEST_FAILURES,
    JAVA_BUILDS,
    NPM_LIFECYCLE,
    JS_MANAGERS_LIFECYCLE,
    MAKE_RECIPES,
    DOCKER_STEPS,
)
"""What only says that something inside of it failed; asked last."""

WRAPPING = frozenset(
    (
        *(
            "pytest.tests_failed",
            "pytest.test_failed",
            "unittest.tests_failed",
            "js_tests.failed",
            "js_tests.suite_failed",
        ),
        *("gradle.went_wrong", "maven.failed", "java.exception", "cargo.failed", "go.failed", "gcc.link_failed"),
        *("npm.script_failed", "npm.other", "yarn.script_failed", "make.recipe_failed", "docker.step_failed"),
        *("python.command_failed", "bundler.compile_failed", "pip.build_failed", "gunicorn.worker_failed"),
    )
)
"""Codes of failures whose own line says less than another."""
