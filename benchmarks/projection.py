"""What ways to lay out a corpus keep of its neighbourhoods, and how long they take.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/projection.py reviews.parquet --gold category --sizes 2000 20000

Each way is given the same 50 main directions of the same documents. Kept are the ten nearest neighbours of a document on the map
that are among its ten nearest there; agreement is the share of documents of whose ten nearest most are of its own true class.
Seconds are those of one processor core. Ways whose package is not installed (openTSNE, umap-learn) are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import time

import numpy as np
from sklearn.neighbors import NearestNeighbors

from lamplighter import Corpus, Session
from lamplighter.engine import projection

NEIGHBOURS = 10
JUDGED = 2000


def ours(engine, _directions):
    return projection.project(engine)


def main_plane(_engine, directions):
    return projection._main_plane(directions)  # noqa: SLF001  (the first part of the same way)


def scikit_learn(_engine, directions):
    from sklearn.manifold import TSNE  # noqa: PLC0415

    return TSNE(init="pca", max_iter=500, random_state=0, n_jobs=1).fit_transform(directions)


def open_tsne(_engine, directions):
    from openTSNE import TSNE  # noqa: PLC0415

    return np.asarray(TSNE(n_jobs=1, random_state=0).fit(directions))


def umap_learn(_engine, directions):
    from umap import UMAP  # noqa: PLC0415

    UMAP(n_epochs=11).fit(directions[:200])  # compiles
    began = time.process_time()
    places = UMAP(random_state=0, n_jobs=1).fit_transform(directions)
    return places, time.process_time() - began


WAYS = {
    "two main directions": (main_plane, None),
    "lamplighter": (ours, None),
    "scikit-learn, 500 steps": (scikit_learn, None),
    "openTSNE": (open_tsne, "openTSNE"),
    "UMAP, compiled before": (umap_learn, "umap"),
}


def neighbours(places, judged):
    found = NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(places).kneighbors(places[judged], return_distance=False)
    return found[:, 1:]


def measure(corpus, way):
    engine = Session(corpus, labels=corpus.gold_labels).prepare().engine
    axes = projection._axes(projection._rows(engine, np.arange(len(corpus))), 0)  # noqa: SLF001
    directions = np.concatenate([projection._reduced(block.features, axes) for block in engine.index.slices])  # noqa: SLF001
    began = time.process_time()
    places = way(engine, directions)
    seconds = time.process_time() - began
    if isinstance(places, tuple):
        places, seconds = places
    judged = np.random.default_rng(0).choice(len(corpus), min(len(corpus), JUDGED), replace=False)
    near, there = neighbours(places, judged), neighbours(directions, judged)
    kept = np.mean([len(set(a) & set(b)) / NEIGHBOURS for a, b in zip(near, there, strict=True)])
    classes = np.unique(np.array(corpus.gold), return_inverse=True)[1]
    most = np.array([np.bincount(classes[row]).argmax() for row in near])
    return seconds, kept, (most == classes[judged]).mean()


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--gold", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 20_000])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    asked = parser.parse_args()
    every = Corpus.from_file(asked.file, gold=asked.gold)
    print("| texts | way | seconds | kept | agreement |\n|---|---|---|---|---|")
    for size in asked.sizes:
        documents = np.random.default_rng(0).permutation(len(every))[:size]
        for name in asked.ways:
            way, package = WAYS[name]
            if package is not None and importlib.util.find_spec(package) is None:
                continue
            seconds, kept, agreement = measure(every.subset(documents), way)
            print(f"| {len(documents):,} | {name} | {seconds:.1f} | {kept:.3f} | {agreement:.3f} |", flush=True)


if __name__ == "__main__":
    main()
