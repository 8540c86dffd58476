# The peer of `just bench` for choosing k and stability: R with cluster and fpc on the same data, in the same run.
#
# usage: Rscript peer.R FILE VARIABLES
# FILE holds little-endian doubles, row by row. Prints a line per statistic: its name, the seconds of CPU of the computation
# alone, and a result to compare. Made for R 4.2, cluster 2.1.4 and fpc 2.2; starting R and reading are not timed.

suppressMessages({library(cluster); library(fpc)})
arguments <- commandArgs(trailingOnly = TRUE)
variables <- as.integer(arguments[2])
bytes <- file.info(arguments[1])$size
points <- matrix(readBin(arguments[1], "double", bytes / 8, endian = "little"), ncol = variables, byrow = TRUE)
set.seed(1)

told <- function(name, repeats, work) {
  result <- NULL
  spent <- system.time(for (i in seq_len(repeats)) result <- work())
  cat(name, (spent[["user.self"]] + spent[["sys.self"]]) / repeats, format(result, digits = 15), "\n")
}

solutions <- lapply(2:8, function(k) kmeans(points, k, nstart = 50, iter.max = 100))
labels <- lapply(solutions, function(solution) solution$cluster)
told("kmeans", 5, function() {
  sum(sapply(2:8, function(k) kmeans(points, k, nstart = 50, iter.max = 100)$tot.withinss))
})
told("silhouette", 20, function() {
  distances <- dist(points)
  sum(sapply(labels, function(of) summary(silhouette(of, distances))$avg.width))
})
told("calinski-harabasz", 20, function() sum(sapply(labels, function(of) calinhara(points, of))))
told("gap", 1, function() {
  found <- clusGap(points, kmeans, K.max = 9, B = 100, d.power = 2, nstart = 10, iter.max = 100, verbose = FALSE)
  found$Tab[3, "gap"]
})
told("bootstrap", 1, function() {
  found <- clusterboot(points, B = 100, clustermethod = kmeansCBI, krange = 3, runs = 20, iter.max = 100, count = FALSE)
  mean(found$bootmean)
})
