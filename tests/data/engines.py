"""Runs the program on Spark and on Ray, two workers each: a site in parts, and texts line by line.

    python engines.py PROGRAM SITE TEXTS OUT

Leaves `OUT/spark/site`, `OUT/ray/site` with the parts laid over one another, and beside each
`mentions.jsonl`, the answers to the lines of TEXTS in their order.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import ray
from pyspark.sql import SparkSession

# More than there are workers, so that each has several.
PARTS = 3

program, site, texts, out = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])
annotate = [program, "-q", "-C", site, "annotate", "--jsonl", "--jobs", "1"]


def build(number, folder):
    command = [program, "-q", "-C", site, "build", "--part", f"{number}/{PARTS}", "--jobs", "1"]
    subprocess.run([*command, "--out", f"{folder}/{number}"], check=True)


def lay_together(folder):
    for number in range(1, PARTS + 1):
        shutil.copytree(folder / str(number), folder / "site", dirs_exist_ok=True)


def on_spark(folder):
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    numbers = spark.sparkContext.parallelize(range(1, PARTS + 1), PARTS)
    numbers.foreach(lambda number: build(number, folder))

    lines = spark.sparkContext.textFile(texts, minPartitions=2)
    answers = lines.pipe(" ".join(annotate), env=dict(os.environ), checkCode=True).collect()
    (folder / "mentions.jsonl").write_text("".join(f"{answer}\n" for answer in answers))
    spark.stop()


def on_ray(folder):
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    part = ray.remote(build)
    ray.get([part.remote(number, folder) for number in range(1, PARTS + 1)])

    @ray.remote
    def answer(lines):
        said = subprocess.run(annotate, input="".join(lines), capture_output=True, text=True, check=True)
        return said.stdout

    lines = Path(texts).read_text().splitlines(keepends=True)
    half = len(lines) // 2
    answers = ray.get([answer.remote(lines[:half]), answer.remote(lines[half:])])
    (folder / "mentions.jsonl").write_text("".join(answers))
    ray.shutdown()


for name, run in [("spark", on_spark), ("ray", on_ray)]:
    (out / name).mkdir(parents=True)
    run(out / name)
    lay_together(out / name)
