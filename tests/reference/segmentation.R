# Expected values for choosing k, stability, outliers and validation by packages of R: writes `segmentation_r.json` beside
# this script.
#
# Run by hand, since `just reference` runs Python alone: Rscript tests/reference/segmentation.R
# Made with R 4.2.2, cluster 2.1.4, fpc 2.2-10, rstatix 0.7.2, effectsize 0.8.3 and jsonlite 1.8.4. It reads the data and the
# draws that `choice.json` and `validation.json` list, not what these say of them.
#
# - `gap`: sums of squares by stats::kmeans (Hartigan and Wong, the best of 1000 starts) of the points and of every
#   reference, the number of clusters by cluster::maxSE(method = "Tibs2001SEmax") with s as in Tibshirani et al. (2001).
# - `jaccard`: fpc::clujaccard of every cluster with the best of the resample, on the units drawn.
# - `far`: the units of `sensitivity` that are farther than 3.5 stats::mad from the median of log1p, by variable, zeros left
#   aside; `distant`: those whose stats::mahalanobis of z-scores exceeds stats::qchisq(0.975).
# - `dunn`: rstatix::dunn_test, whose statistic is the mean rank of the second group less that of the first.
# - `epsilon`: effectsize::rank_epsilon_squared; `cramers_v`: effectsize::cramers_v with and without adjust (Bergsma 2013).

suppressMessages({library(jsonlite); library(cluster); library(fpc); library(rstatix); library(effectsize)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20261122)

file <- sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(normalizePath(file))
given <- function(name) fromJSON(file.path(here, name), simplifyVector = FALSE)
matrix_of <- function(rows) do.call(rbind, lapply(rows, function(row) {
  as.numeric(lapply(row, function(x) if (is.null(x)) 0 else x))
}))
choice <- given("choice.json")
validation <- given("validation.json")

# --- gap
log_sum <- function(x, k) {
  if (k == 1) return(log(sum(scale(x, scale = FALSE)^2)))
  log(kmeans(x, k, nstart = 1000, iter.max = 1000)$tot.withinss)
}
points <- matrix_of(choice$gap$points)
most <- length(choice$gap$gap)
vectors <- eigen(cov(points))$vectors
vectors <- apply(vectors, 2, function(v) v * sign(v[which.max(abs(v))]))
scores <- scale(points, scale = FALSE) %*% vectors
low <- apply(scores, 2, min)
high <- apply(scores, 2, max)
drawn <- lapply(choice$gap$fractions, function(f) t(low + t(matrix_of(f)) * (high - low)))
logs <- t(sapply(drawn, function(x) sapply(1:most, function(k) log_sum(x, k))))
own <- sapply(1:most, function(k) log_sum(points, k))
gaps <- colMeans(logs) - own
b <- nrow(logs)
se <- apply(logs, 2, function(x) sqrt(mean((x - mean(x))^2))) * sqrt(1 + 1 / b)
gap <- list(log_within_ss = own, references = lapply(seq_len(b), function(i) logs[i, ]), gap = gaps, se = se,
            k = maxSE(gaps, se, method = "Tibs2001SEmax"))

# --- Jaccard
labels <- unlist(choice$bootstrap$labels)
jaccard <- lapply(choice$bootstrap$resamples, function(one) {
  drawn <- unlist(one$drawn) + 1
  found <- unlist(one$found)
  mine <- labels[drawn]
  sapply(0:(choice$bootstrap$k - 1), function(c) max(sapply(unique(found), function(o) clujaccard(mine == c, found == o))))
})

# --- outliers
units <- matrix_of(choice$sensitivity$points)
far <- lapply(seq_len(ncol(units)), function(j) {
  x <- log1p(units[, j])
  there <- units[, j] != 0
  which(there & abs(x - median(x[there])) > 3.5 * mad(x[there], constant = 1.4826)) - 1
})
z <- scale(units)
squared <- mahalanobis(z, colMeans(z), cov(z))

# --- validation
values_of <- function(case) {
  values <- lapply(case$groups, function(g) as.numeric(unlist(g)))
  data.frame(value = unlist(values), group = factor(rep(seq_along(values), lengths(values))))
}
dunns <- lapply(validation$kruskal, function(case) {
  data <- values_of(case)
  found <- suppressWarnings(dunn_test(data, value ~ group, p.adjust.method = "holm", detailed = TRUE))
  lapply(seq_len(nrow(found)), function(i) list(
    a = as.integer(found$group1[i]) - 1, b = as.integer(found$group2[i]) - 1, second_less_first = unname(found$statistic[i]),
    p = found$p[i]
  ))
})
epsilons <- sapply(validation$kruskal, function(case) {
  rank_epsilon_squared(value ~ group, data = values_of(case), ci = NULL)$rank_epsilon_squared
})
tables <- lapply(validation$contingency, function(case) {
  m <- matrix_of(case$counts)
  m <- m[rowSums(m) > 0, colSums(m) > 0]
  v <- function(adjust) {
    found <- suppressWarnings(cramers_v(m, adjust = adjust, ci = NULL))
    unname(as.numeric(found[[1]]))
  }
  list(counts = case$counts, cramers_v = v(FALSE), cramers_v_corrected = v(TRUE))
})

found <- list(
  made_by = list(script = "tests/reference/segmentation.R", R = as.character(getRversion()),
                 cluster = as.character(packageVersion("cluster")), fpc = as.character(packageVersion("fpc")),
                 rstatix = as.character(packageVersion("rstatix")), effectsize = as.character(packageVersion("effectsize"))),
  gap = gap, jaccard = jaccard,
  far = lapply(far, I), distant = I(which(squared > qchisq(0.975, ncol(units))) - 1), mahalanobis = unname(squared),
  dunn = dunns, epsilon_squared = epsilons, contingency = tables
)
writeLines(toJSON(found, digits = NA, auto_unbox = TRUE, pretty = FALSE), file.path(here, "segmentation_r.json"))
