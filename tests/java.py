"""Java, the OWL API and ROBOT, where a test needs them: without it is skipped, under CI it fails."""

import shutil
from pathlib import Path

from tests.needs import need
from tests.release import ROOT

#: Where `mvn -f tests/owl/pom.xml dependency:copy-dependencies` and Debian's libowlapi-java put the jars.
_FETCHED = ROOT / "build" / "owlapi"
_DEBIAN = Path("/usr/share/java")
#: Where `mvn -f tests/owl/robot/pom.xml dependency:copy-dependencies` puts the jars.
_ROBOT = ROOT / "build" / "robot"


def need_java(*programs: str) -> None:
    """Skip, or under CI fail, when one of ``programs`` (``java`` without any) is not on the path."""
    for program in programs or ("java",):
        need(
            shutil.which(program) is not None, f"there is no {program}: install a JDK (default-jdk-headless)"
        )


def owl_api() -> str:
    """Return the class path of the OWL API; skip, or under CI fail, when its jars are not there."""
    folder = next((at for at in (_FETCHED, _DEBIAN) if list(at.glob("owlapi-api*.jar"))), None)
    need(
        folder is not None,
        "there is no OWL API: run `mvn -q -B -f tests/owl/pom.xml dependency:copy-dependencies`, "
        "or install libowlapi-java",
    )
    return f"{folder}/*"


def robot_jars() -> str:
    """Return the class path of ROBOT; skip, or under CI fail, when its jars are not there."""
    need(
        any(_ROBOT.glob("robot-command*.jar")),
        "there is no ROBOT: run `mvn -q -B -f tests/owl/robot/pom.xml dependency:copy-dependencies`",
    )
    return f"{_ROBOT}/*"
