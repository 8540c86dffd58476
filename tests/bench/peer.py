"""The peer of `just bench`: scikit-learn on the same data, in the same run.

usage: peer.py kmeans|silhouette FILE VARIABLES K STARTS
FILE holds little-endian doubles, row by row. Prints the seconds of the computation alone, and its result: the within
sum of squares, or the mean silhouette of labels that repeat 0 … K−1. Reading the file is not timed.
"""

import sys
import time

import numpy
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

what, path, variables, k, starts = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
points = numpy.fromfile(path, dtype="<f8").reshape(-1, variables)
start = time.perf_counter()
if what == "kmeans":
    # To the fixed point, as telaah goes; the default tolerance would stop earlier.
    result = KMeans(k, n_init=starts, random_state=1, tol=0, algorithm="lloyd").fit(points).inertia_
else:
    result = silhouette_score(points, numpy.arange(len(points)) % k)
print(time.perf_counter() - start, repr(float(result)))
