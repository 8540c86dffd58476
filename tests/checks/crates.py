"""Validates output folders as RO-Crates: crates.py FOLDER…

roc-validator judges each folder by the profile that it claims to follow, and by those that the profile extends, up to what
they recommend. It may ask for one address, the context of RO-Crate 1.1, and gets it from the package `rocrate`; there is no
network. Ends with 1 when something is found, or when a profile was not looked at.
"""

import importlib.resources
import io
import json
import pathlib
import sys
import time

import requests
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
# What a profile is called by the validator, with those that it extends.
PROFILES = {"https://w3id.org/ro/wfrun/process/0.5": ["process-run-crate-0.5", "ro-crate-1.1"]}


class Shelf(requests.adapters.BaseAdapter):
    """Answers from one file, in place of the network."""

    def send(self, request, **_):
        if request.url != CONTEXT:
            raise requests.ConnectionError(f"{request.url} is not on the shelf")
        body = importlib.resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()
        response = requests.Response()
        response.status_code = 200
        response.headers["Content-Type"] = "application/ld+json"
        response.request, response.url, response.raw = request, request.url, io.BytesIO(body)
        return response

    def close(self):
        pass


def profiles_of(folder):
    """The profiles of the crate in a folder by the validator's names: the one it claims first."""
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    (root,) = [entity for entity in crate["@graph"] if entity["@id"] == "./"]
    return PROFILES[root["conformsTo"]["@id"]]


def findings(folder):
    """What the validator finds in a folder, as lines."""
    profiles = profiles_of(folder)
    settings = models.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier=profiles[0],
        requirement_severity=models.Severity.RECOMMENDED,
        no_cache=True,
    )
    session = HttpRequester().session
    for scheme in ("https://", "http://"):
        session.mount(scheme, Shelf())
    result = services.validate(settings)
    looked_at = {check.requirement.profile.identifier for check in result.executed_checks}
    found = [f"the profile {profile} was not looked at" for profile in profiles if profile not in looked_at]
    for issue in result.get_issues():
        found.append(f"{issue.severity.name} {issue.check.identifier}: {issue.message} ({issue.violatingEntity})")
    if not found and not result.passed(models.Severity.RECOMMENDED):
        found.append("the validator is not satisfied and does not say why")
    return found, len(result.executed_checks)


def main(folders):
    failed = 0
    for folder in map(pathlib.Path, folders):
        start = time.monotonic()
        found, checks = findings(folder)
        for line in found:
            print(f"{folder}: {line}", file=sys.stderr)
        failed += bool(found)
        print(f"{folder}: {checks} checks of the crate, {len(found)} findings, {time.monotonic() - start:.1f} s")
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
