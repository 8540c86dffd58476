# The commands of this project; `just` alone lists them. On Windows they run in PowerShell.
#
# Everything is built in the release profile, so that running, testing and reporting share one build.

set windows-shell := ["powershell.exe", "-NoLogo", "-Command"]

typst_version := "0.15.1"

# Where tools of this project are installed; telaah looks for Typst there too.
export TELAAH_TOOLS := env("TELAAH_TOOLS", justfile_directory() / ".tools")
export RUSTDOCFLAGS := "-D warnings"

telaah := "cargo run --release --quiet --locked --"

[private]
default:
    @just --list --unsorted

# Make the report of one study or more: `just report studies/x.yaml`
[group('reports')]
[positional-arguments]
[unix]
report +studies: setup
    @{{ telaah }} report "$@"

# Make the report of one study or more: `just report studies/x.yaml`
[extension('.ps1')]
[group('reports')]
[positional-arguments]
[script('powershell.exe', '-NoLogo', '-ExecutionPolicy', 'Bypass', '-File')]
[windows]
report +studies: setup
    {{ telaah }} report @args
    exit $LASTEXITCODE

# Say what is wrong with a study or its data, and write nothing
[group('reports')]
[positional-arguments]
[unix]
check +studies:
    @{{ telaah }} check "$@"

# Say what is wrong with a study or its data, and write nothing
[extension('.ps1')]
[group('reports')]
[positional-arguments]
[script('powershell.exe', '-NoLogo', '-ExecutionPolicy', 'Bypass', '-File')]
[windows]
check +studies:
    {{ telaah }} check @args
    exit $LASTEXITCODE

# Make reports again and compare them with their locks, or with what a PDF carries
[group('reports')]
[positional-arguments]
[unix]
verify +reports: setup
    @{{ telaah }} verify "$@"

# Make reports again and compare them with their locks, or with what a PDF carries
[extension('.ps1')]
[group('reports')]
[positional-arguments]
[script('powershell.exe', '-NoLogo', '-ExecutionPolicy', 'Bypass', '-File')]
[windows]
verify +reports: setup
    {{ telaah }} verify @args
    exit $LASTEXITCODE

# Draw the simulated data of one study or more
[group('reports')]
[positional-arguments]
[unix]
simulate +studies:
    @{{ telaah }} simulate "$@"

# Draw the simulated data of one study or more
[extension('.ps1')]
[group('reports')]
[positional-arguments]
[script('powershell.exe', '-NoLogo', '-ExecutionPolicy', 'Bypass', '-File')]
[windows]
simulate +studies:
    {{ telaah }} simulate @args
    exit $LASTEXITCODE

# Check all that the README promises: format, lints, tests, documentation, the shipped studies
[group('development')]
test: setup && test-studies check-crates check-pdf
    cargo fmt --check
    cargo clippy --release --locked --all-targets -- -D warnings
    cargo test --release --locked
    cargo doc --release --locked --no-deps

# Check the shipped studies, make their reports as their locks say, and make them again
[group('development')]
[unix]
test-studies: setup
    {{ telaah }} check studies/*.yaml
    {{ telaah }} report --locked studies/*.yaml
    {{ telaah }} verify studies/*.yaml

# Check the shipped studies, make their reports as their locks say, and make them again
[group('development')]
[windows]
test-studies: setup
    {{ telaah }} check (Get-ChildItem studies/*.yaml | ForEach-Object { "studies/$($_.Name)" })
    {{ telaah }} report --locked (Get-ChildItem studies/*.yaml | ForEach-Object { "studies/$($_.Name)" })
    {{ telaah }} verify (Get-ChildItem studies/*.yaml | ForEach-Object { "studies/$($_.Name)" })

# Validate the output folders of the shipped studies as RO-Crates
[group('development')]
[script('sh', '-eu')]
[unix]
check-crates: checkers
    for study in studies/*.yaml; do set -- "$@" "output/$(basename "$study" .yaml)"; done
    exec "$TELAAH_TOOLS/checkers/bin/python" tests/checks/crates.py "$@"

# Validate the output folders of the shipped studies as RO-Crates
[group('development')]
[windows]
check-crates: checkers
    & "$env:TELAAH_TOOLS/checkers/Scripts/python" tests/checks/crates.py (Get-ChildItem studies/*.yaml | ForEach-Object { "output/$($_.BaseName)" }); exit $LASTEXITCODE

# Check the reports of the shipped studies as PDF/A-3a and PDF/UA-1
[group('development')]
[script('sh', '-eu')]
[unix]
check-pdf: checkers
    for study in studies/*.yaml; do set -- "$@" "output/$(basename "$study" .yaml)/report.pdf"; done
    exec "$TELAAH_TOOLS/checkers/bin/python" tests/checks/pdfs.py "$@"

# Check the reports of the shipped studies as PDF/A-3a and PDF/UA-1
[group('development')]
[windows]
check-pdf: checkers
    & "$env:TELAAH_TOOLS/checkers/Scripts/python" tests/checks/pdfs.py (Get-ChildItem studies/*.yaml | ForEach-Object { "output/$($_.BaseName)/report.pdf" }); exit $LASTEXITCODE

# Do what CI does
[group('development')]
ci: test

# Time what is slow, with the tests of tests/bench/
[group('development')]
bench: setup
    cargo test --release --locked --test promises -- --ignored --nocapture --test-threads 1 bench

# Read random text for so many seconds, from this seed: `just fuzz 600 7`
[group('development')]
fuzz $FUZZ_SECONDS="60" $FUZZ_SEED="2":
    cargo test --release --locked --test promises -- --ignored --nocapture random_text

# Make the expected values in tests/reference/ again, with the versions named there
[group('development')]
[unix]
reference:
    python3 -m venv "$TELAAH_TOOLS/python"
    "$TELAAH_TOOLS/python/bin/python" -m pip install --quiet --requirement tests/reference/requirements.txt
    for script in tests/reference/*.py; do "$TELAAH_TOOLS/python/bin/python" -B "$script" || exit 1; done

# Make the expected values in tests/reference/ again, with the versions named there
[group('development')]
[windows]
reference:
    python -m venv "$env:TELAAH_TOOLS/python"
    & "$env:TELAAH_TOOLS/python/Scripts/python" -m pip install --quiet --requirement tests/reference/requirements.txt
    foreach ($script in Get-ChildItem tests/reference/*.py) { & "$env:TELAAH_TOOLS/python/Scripts/python" -B $script.FullName; if ($LASTEXITCODE) { exit 1 } }

# Check licences, sources and advisories of all dependencies (needs `cargo install cargo-deny`)
[group('development')]
deny:
    cargo deny --locked check

# Install Typst and build telaah, where that has not been done
[group('setting up')]
[script('sh', '-eu')]
[unix]
setup:
    has_typst() {
        # A Typst that is named in TYPST is the one telaah uses.
        for typst in "${TYPST:-$TELAAH_TOOLS/bin/typst}" "${TYPST:-typst}"; do
            case "$("$typst" --version 2>/dev/null)" in
                "typst {{ typst_version }}" | "typst {{ typst_version }} "*) return 0 ;;
            esac
        done
        return 1
    }
    if ! has_typst; then
        echo "building Typst {{ typst_version }} in $TELAAH_TOOLS, once: about ten minutes" >&2
        # In a folder of its own, so that an interrupted build goes on where it stopped.
        cargo install --locked typst-cli@{{ typst_version }} --root "$TELAAH_TOOLS" --target-dir "$TELAAH_TOOLS/build"
        rm -rf "$TELAAH_TOOLS/build"
    fi
    if ! [ -x "${CARGO_TARGET_DIR:-target}/release/telaah" ]; then
        echo "building telaah, once: about twenty minutes" >&2
        cargo build --release --locked
    fi

# Install Typst and build telaah, where that has not been done
[extension('.ps1')]
[group('setting up')]
[script('powershell.exe', '-NoLogo', '-ExecutionPolicy', 'Bypass', '-File')]
[windows]
setup:
    function Test-Typst($typst) {
        $found = $typst -and (Get-Command $typst -ErrorAction SilentlyContinue)
        $found -and ((& $typst --version) -match '^typst {{ replace(typst_version, ".", "\\.") }}( |$)')
    }
    $named = if ($env:TYPST) { @($env:TYPST) } else { @("$env:TELAAH_TOOLS/bin/typst.exe", 'typst') }
    if (-not ($named | Where-Object { Test-Typst $_ })) {
        Write-Host "building Typst {{ typst_version }} in $env:TELAAH_TOOLS, once: about ten minutes"
        # In a folder of its own, so that an interrupted build goes on where it stopped.
        cargo install --locked typst-cli@{{ typst_version }} --root $env:TELAAH_TOOLS --target-dir "$env:TELAAH_TOOLS/build"
        if ($LASTEXITCODE) { exit $LASTEXITCODE }
        Remove-Item -Recurse -Force "$env:TELAAH_TOOLS/build"
    }
    $target = if ($env:CARGO_TARGET_DIR) { $env:CARGO_TARGET_DIR } else { 'target' }
    if (-not (Test-Path "$target/release/telaah.exe")) {
        Write-Host "building telaah, once: about twenty minutes"
        cargo build --release --locked
        exit $LASTEXITCODE
    }

# Install the checkers of crates and PDFs, where that has not been done
[group('setting up')]
[script('sh', '-eu')]
[unix]
checkers:
    folder="$TELAAH_TOOLS/checkers"
    if ! cmp -s tests/checks/requirements.txt "$folder/requirements.txt"; then
        echo "installing the checkers of crates and PDFs in $folder, once: about a minute" >&2
        rm -rf "$folder"
        python3 -m venv "$folder"
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement tests/checks/requirements.txt
        # Copied last: an interrupted installation begins anew.
        cp tests/checks/requirements.txt "$folder/requirements.txt"
    fi

# Install the checkers of crates and PDFs, where that has not been done
[extension('.ps1')]
[group('setting up')]
[script('powershell.exe', '-NoLogo', '-ExecutionPolicy', 'Bypass', '-File')]
[windows]
checkers:
    $folder = "$env:TELAAH_TOOLS/checkers"
    $wanted = Get-FileHash tests/checks/requirements.txt
    $there = Get-FileHash "$folder/requirements.txt" -ErrorAction SilentlyContinue
    if ($wanted.Hash -ne $there.Hash) {
        Write-Host "installing the checkers of crates and PDFs in $folder, once: about a minute"
        Remove-Item -Recurse -Force $folder -ErrorAction SilentlyContinue
        python -m venv $folder
        if ($LASTEXITCODE) { exit $LASTEXITCODE }
        & "$folder/Scripts/python" -m pip install --quiet --disable-pip-version-check --requirement tests/checks/requirements.txt
        if ($LASTEXITCODE) { exit $LASTEXITCODE }
        # Copied last: an interrupted installation begins anew.
        Copy-Item tests/checks/requirements.txt "$folder/requirements.txt"
    }
