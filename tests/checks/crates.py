"""Validates output folders as RO-Crates: crates.py FOLDER…

roc-validator judges each folder by the profile that it claims to follow, and by those that the profile extends, up to what
they recommend. It may ask for one address, the context of RO-Crate 1.1, and gets it from the package `rocrate`; there is no
network. What it does not look at is looked at here: that every file of the folder is described, with its length and hash.
Ends with 1 when something is found, or when a profile was not looked at.
"""

import hashlib
import importlib.resources
import io
import json
import pathlib
import sys
import time
import urllib.parse

import requests
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

METADATA = "ro-crate-metadata.json"
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


def of_files(folder, entities):
    """What is amiss with the description of the folder's files, as lines."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    described = {urllib.parse.unquote(entity["@id"]): entity for entity in entities if "File" in entity["@type"]}
    found = [f"{name} is described and not there" for name in described.keys() - files.keys()]
    for name in sorted(files.keys() - {METADATA}):
        content, entity = files[name].read_bytes(), described.get(name, {})
        said = entity.get("contentSize"), entity.get("sha256")
        if said != (str(len(content)), hashlib.sha256(content).hexdigest()):
            found.append(f"{name} is not described as it is: {said}")
    return found


def by_validator(folder, profiles):
    """How many checks were made, and what the validator finds, as lines."""
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
    return len(result.executed_checks), found


def findings(folder):
    """How many checks were made in a folder, and what is found, as lines."""
    if not (folder / METADATA).is_file():
        return 0, [f"there is no {METADATA}"]
    entities = json.loads((folder / METADATA).read_text(encoding="utf-8"))["@graph"]
    claimed = [entity.get("conformsTo", {}).get("@id") for entity in entities if entity["@id"] == "./"]
    if len(claimed) != 1 or claimed[0] not in PROFILES:
        return 0, [f"it claims to follow {claimed}, which is not known here"]
    checks, found = by_validator(folder, PROFILES[claimed[0]])
    return checks, of_files(folder, entities) + found


def main(folders):
    failed = 0
    for folder in map(pathlib.Path, folders):
        start = time.monotonic()
        checks, found = findings(folder)
        for line in found:
            print(f"{folder}: {line}", file=sys.stderr)
        failed += bool(found)
        print(f"{folder}: {checks} checks of the crate, {len(found)} findings, {time.monotonic() - start:.1f} s")
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
