# The peer of `just bench` for the statistics of a survey: R on the same answers, in the same run.
#
# usage: Rscript survey.R FILE COLUMNS
# FILE holds little-endian doubles, row by row: respondents by objects × items. Prints a line per statistic: its name, the seconds of
# CPU of the computation alone, and a result to compare. Where a package does more than is asked, the formula is written here, so that
# only what telaah computes is timed; `psych` times psych::alpha as it is. Made for R 4.2 and psych 2.2; starting R and reading are
# not timed.

arguments <- commandArgs(trailingOnly = TRUE)
columns <- as.integer(arguments[2])
bytes <- file.info(arguments[1])$size
answers <- matrix(readBin(arguments[1], "double", bytes / 8, endian = "little"), ncol = columns, byrow = TRUE)
objects <- 3
items <- columns / objects
n <- nrow(answers)
of_object <- lapply(seq_len(objects), function(o) answers[, (o - 1) * items + seq_len(items)])
of_item <- lapply(seq_len(items), function(i) answers[, (seq_len(objects) - 1) * items + i])
group <- factor((seq_len(n) - 1) %% 3)

told <- function(name, repeats, work) {
  result <- NULL
  spent <- system.time(for (i in seq_len(repeats)) result <- work())
  cat(name, (spent[["user.self"]] + spent[["sys.self"]]) / repeats, format(result, digits = 15), "\n")
}

raw <- function(C) ncol(C) / (ncol(C) - 1) * (1 - sum(diag(C)) / sum(C))
told("alpha", 500, function() sum(sapply(of_object, function(x) {
  C <- cov(x)
  value <- raw(C)
  value + raw(cov2cor(C)) + sum(1 - (1 - value) * qf(c(0.975, 0.025), n - 1, (n - 1) * (items - 1)))
})))
told("items", 50, function() sum(sapply(of_object, function(x) {
  total <- rowSums(x)
  C <- cov(x)
  sum(sapply(seq_len(items), function(i) cor(x[, i], total) + cor(x[, i], total - x[, i]) + raw(C[-i, -i])))
})))
told("one-factor", 20, function() {
  sum(sapply(of_object, function(x) sum(abs(factanal(covmat = cor(x), factors = 1, rotation = "none")$loadings))))
})
told("friedman", 20, function() sum(sapply(of_item, function(x) friedman.test(x)$statistic)))
told("wilcoxon", 20, function() sum(sapply(of_item, function(x) sum(sapply(list(c(1, 2), c(1, 3), c(2, 3)), function(pair) {
  wilcox.test(x[, pair[1]], x[, pair[2]], paired = TRUE, exact = FALSE, correct = FALSE)$p.value
})))))
dunn <- function(x) {
  ranks <- rank(x)
  ties <- table(x)
  variance <- n * (n + 1) / 12 - sum(ties^3 - ties) / (12 * (n - 1))
  means <- tapply(ranks, group, mean)
  sizes <- tabulate(group)
  pairs <- combn(3, 2)
  z <- (means[pairs[1, ]] - means[pairs[2, ]]) / sqrt(variance * (1 / sizes[pairs[1, ]] + 1 / sizes[pairs[2, ]]))
  sum(p.adjust(2 * pnorm(-abs(z)), "holm"))
}
told("kruskal-dunn", 20, function() sum(apply(answers, 2, function(x) kruskal.test(x, group)$statistic + dunn(x))))
told("components", 200, function() sum(sapply(of_object, function(x) prcomp(x, scale. = TRUE)$sdev[1]^2)))
if (requireNamespace("psych", quietly = TRUE)) told("psych", 3, function() {
  found <- lapply(of_object, function(x) {
    colnames(x) <- paste0("i", seq_len(items))
    suppressWarnings(psych::alpha(as.data.frame(x), warnings = FALSE))
  })
  sum(sapply(found, function(of) of$total$raw_alpha + sum(of$item.stats$r.drop)))
})
