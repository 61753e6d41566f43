#!/bin/sh
# Uploads a site to S3, or to what speaks its language (set AWS_ENDPOINT_URL):
#
#   deploy/s3.sh s3://bucket/talks [public]
#
# Each kind of file with its type and charset; pages after what they show, and last of all what is
# gone is removed. Compressed copies stay here: S3 cannot choose between them and the file.
set -eu
to=${1:?where to: s3://bucket/folder}
from=${2:-public}

# upload CACHE TYPE PATTERN…
upload() {
  cache=$1 type=$2
  shift 2
  for pattern; do
    set -- "$@" --include "$pattern"
    shift
  done
  aws s3 sync "$from" "$to" --no-progress --exclude '*' "$@" --content-type "$type" --cache-control "$cache"
}

upload no-cache 'text/css; charset=utf-8' '*.css'
upload no-cache 'text/javascript; charset=utf-8' '*.js'
upload no-cache 'text/csv; charset=utf-8' '*.csv'
upload no-cache 'text/plain; charset=utf-8' '*.txt'
upload no-cache 'text/vtt; charset=utf-8' '*.vtt'
upload no-cache 'text/markdown; charset=utf-8' '*.md'
upload no-cache 'application/x-bibtex; charset=utf-8' '*.bib'
upload no-cache 'application/x-research-info-systems; charset=utf-8' '*.ris'
upload no-cache application/geo+json '*.geojson'
upload no-cache application/ld+json '*.jsonld'
upload no-cache application/vnd.apache.parquet '*.parquet'
upload no-cache 'application/jsonl; charset=utf-8' '*.jsonl'
upload no-cache application/json '*.json'
upload no-cache application/xml '*.xml'
upload no-cache image/svg+xml '*.svg'
# Pictures, recordings and all else: the type is guessed by the file's name.
aws s3 sync "$from" "$to" --no-progress --cache-control 'public, max-age=86400' \
  --exclude '*.html' --exclude '*.css' --exclude '*.js' --exclude '*.csv' --exclude '*.txt' --exclude '*.vtt' \
  --exclude '*.md' --exclude '*.bib' --exclude '*.ris' --exclude '*.geojson' --exclude '*.jsonld' --exclude '*.parquet' \
  --exclude '*.jsonl' --exclude '*.json' --exclude '*.xml' --exclude '*.svg' \
  --exclude '*.gz' --exclude '*.br' --exclude '.oratory*' --exclude '_*' --exclude redirects.map --exclude .nojekyll
upload no-cache 'text/html; charset=utf-8' '*.html'
aws s3 sync "$from" "$to" --no-progress --delete --size-only \
  --exclude '*.gz' --exclude '*.br' --exclude '.oratory*' --exclude '_*' --exclude redirects.map --exclude .nojekyll
