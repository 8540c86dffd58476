# Expected values for scales, factors, components and quantiles: writes `survey_r.json` beside this script.
#
# Run by hand, since `just reference` runs Python alone: Rscript tests/reference/survey.R
# Made with R 4.2.2, psych 2.2.9, psychTools 2.2.9, nleqslv 3.3.4 and jsonlite 1.8.4.
#
# - `bfi`: the agreeableness items of psychTools' bfi, A1 reversed. Only their pairwise covariances, correlations and n are kept.
#   psych::alpha takes every row into account, 2800, as n of Feldt's interval, also those with missing answers (2709 are
#   complete); its standardised alpha is of cov2cor of the pairwise covariances (.71302858), not of the pairwise
#   correlations (.71265944). Both are given.
# - `scales`: random answers from 1 to 5 that share a factor; psych::alpha with Feldt's interval, alpha.drop, raw.r (item and
#   total) and r.drop (item and rest).
# - `factors`: stats::factanal with one factor at the hardest tolerance it reaches, seven to nine digits, and psych::fa(fm =
#   "ml"), four to six. `loadings` are factanal's after nleqslv solved the equations of its minimum, that the squared loading
#   and the uniqueness of every item off its bound add up to 1. `heywood` says whether a uniqueness is at its bound.
# - `components`: stats::prcomp, signs by the rule of telaah: the first number of greatest size in a vector is positive.
# - `quantiles`: qt, qf and pt. Very small quantiles of F are left out: qf gives eight digits of them, as the squares of qt show.

suppressMessages({library(psych); library(jsonlite); library(nleqslv)})
set.seed(20260101)

file <- sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(normalizePath(file))

rows_of <- function(m) lapply(seq_len(nrow(m)), function(i) unname(as.numeric(m[i, ])))
plain <- function(x) unname(as.numeric(x))

factored <- function(R, n = NA) {
  p <- ncol(R)
  colnames(R) <- rownames(R) <- paste0("v", seq_len(p))
  # The hardest tolerance at which the optimiser does not give up; it says so by stopping.
  for (factr in c(1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7)) {
    control <- list(opt = list(factr = factr, pgtol = 0, maxit = 10000))
    ours <- tryCatch(factanal(covmat = R, factors = 1, rotation = "none", control = control), error = function(e) NULL)
    if (!is.null(ours)) break
  }
  free <- ours$uniquenesses > 0.005 + 1e-9
  of <- function(free_psi) {
    psi <- replace(ours$uniquenesses, free, free_psi)
    parts <- eigen(R / sqrt(outer(psi, psi)), symmetric = TRUE)
    list(psi = psi, loadings = sqrt(psi) * parts$vectors[, 1] * sqrt(parts$values[1] - 1))
  }
  equations <- function(x) (rowSums(cbind(of(x)$loadings^2, of(x)$psi)) - 1)[free]
  polished <- nleqslv(ours$uniquenesses[free], equations, control = list(ftol = 1e-15, xtol = 1e-15, maxit = 500))
  stopifnot(max(abs(polished$fvec)) < 1e-13)
  best <- of(polished$x)
  psych <- suppressWarnings(fa(R, nfactors = 1, fm = "ml", n.obs = if (is.na(n)) 100 else n))
  turned <- function(l) if (sum(l) < 0) -l else l
  list(
    correlations = rows_of(R),
    loadings = turned(plain(best$loadings)), uniquenesses = plain(best$psi),
    factanal_loadings = turned(plain(ours$loadings)),
    psych_loadings = turned(plain(psych$loadings)),
    heywood = any(ours$uniquenesses <= 0.005 + 1e-9)
  )
}

scaled <- function(x) {
  colnames(x) <- paste0("v", seq_len(ncol(x)))
  found <- suppressWarnings(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
  two <- ncol(x) < 3
  list(
    rows = rows_of(x),
    raw = found$total$raw_alpha,
    standardised = found$total$std.alpha,
    lower = plain(found$feldt$lower.ci),
    upper = plain(found$feldt$upper.ci),
    if_deleted = if (two) list() else found$alpha.drop$raw_alpha,
    item_total = found$item.stats$raw.r,
    item_rest = found$item.stats$r.drop,
    correlations = rows_of(cor(x))
  )
}

answers <- function(n, loadings) {
  common <- rnorm(n)
  sapply(loadings, function(l) pmin(5, pmax(1, round(3.4 + 1.1 * (l * common + sqrt(1 - l^2) * rnorm(n))))))
}

bfi_case <- function() {
  items <- psychTools::bfi[, c("A1", "A2", "A3", "A4", "A5")]
  items$A1 <- 7 - items$A1
  found <- psych::alpha(items)
  R <- cor(items, use = "pairwise")
  list(
    n = nrow(items), complete = sum(complete.cases(items)),
    covariances = rows_of(cov(items, use = "pairwise")), correlations = rows_of(R),
    raw = found$total$raw_alpha, standardised = found$total$std.alpha,
    standardised_of_correlations = 5 / 4 * (1 - 5 / sum(R)),
    lower = plain(found$feldt$lower.ci), upper = plain(found$feldt$upper.ci),
    if_deleted = found$alpha.drop$raw_alpha
  )
}

component <- function(x, scale) {
  found <- prcomp(x, scale. = scale)
  kept <- min(ncol(x), nrow(x) - 1)
  vectors <- found$rotation[, seq_len(kept), drop = FALSE]
  signs <- apply(vectors, 2, function(v) sign(v[which.max(abs(v) > max(abs(v)) - 1e-9)]))
  vectors <- sweep(vectors, 2, signs, "*")
  values <- found$sdev[seq_len(kept)]^2
  list(
    rows = rows_of(x), scale = scale, vectors = rows_of(vectors), eigenvalues = plain(values),
    scores = rows_of(sweep(found$x[, seq_len(kept), drop = FALSE], 2, signs, "*")),
    loadings = rows_of(sweep(vectors, 2, sqrt(values), "*")), shares = plain(values / sum(found$sdev^2))
  )
}

quantiles <- function() {
  grid <- function(...) lapply(seq_len(nrow(g <- expand.grid(...))), function(i) as.list(g[i, , drop = FALSE]))
  strip <- function(rows) lapply(rows, function(r) { attributes(r) <- attributes(r)["names"]; r })
  list(
    t = strip(lapply(grid(p = c(1e-6, 0.005, 0.025, 0.3, 0.4999, 0.6, 0.95, 0.975, 0.9995), df = c(1, 2, 3.7, 10, 45.01, 237, 5000)),
      function(r) c(r, x = qt(r$p, r$df)))),
    f = strip(lapply(grid(p = c(0.025, 0.1, 0.5, 0.95, 0.975, 0.9999), df1 = c(1, 2, 9.5, 237, 2799), df2 = c(1, 6, 45.01, 948, 11196)),
      function(r) c(r, x = qf(r$p, r$df1, r$df2)))),
    two_sided = strip(lapply(grid(t = c(0, 0.001, -0.7, 1.96, -4, 12), df = c(1, 2.5, 30, 237)),
      function(r) c(r, p = 2 * pt(-abs(r$t), r$df))))
  )
}

data <- list(
  answers(60, c(0.8, 0.7, 0.75, 0.6)), answers(25, c(0.8, 0.6)), answers(238, c(0.85, 0.8, 0.3, 0.75, 0.6, 0.1)),
  answers(12, c(0.9, 0.8, 0.7)), (answers(80, rep(0.7, 3)) + answers(80, rep(0.7, 3)) + answers(80, rep(0.7, 3))) / 3
)
data[[1]][, 3] <- 6 - data[[1]][, 3]
scales <- lapply(data, scaled)
big <- answers(300, c(0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2))
loose <- rbind(c(1, 0.84, 0.6, 0.3), c(0.84, 1, 0.42, 0.2), c(0.6, 0.42, 1, 0.25), c(0.3, 0.2, 0.25, 1))
heywood <- rbind(c(1, 0.8, 0.7, 0.6), c(0.8, 1, 0.35, 0.3), c(0.7, 0.35, 1, 0.28), c(0.6, 0.3, 0.28, 1))
found <- bfi_case()
bfi_correlations <- do.call(rbind, found$correlations)
iris_table <- as.matrix(iris[seq(1, 150, 5), 1:4])
means <- matrix(c(4.11, 3.8, 3.2, 4.6, 3.9, 3.7, 4.2, 4.4, 2.9, 3.3, 4.0, 4.8, 3.6, 4.1, 2.5), nrow = 3)

written <- list(
  made_by = list(
    script = "tests/reference/survey.R", R = paste(R.version$major, R.version$minor, sep = "."),
    psych = as.character(packageVersion("psych")), psychTools = as.character(packageVersion("psychTools"))
  ),
  bfi = found,
  scales = scales,
  factors = c(
    list(factored(bfi_correlations, 2800)),
    lapply(data[c(3, 5)], function(x) factored(cor(x), nrow(x))), list(factored(cor(data[[4]]), 12), factored(cor(big), 300)),
    list(factored(loose), factored(heywood))
  ),
  components = list(
    component(iris_table, TRUE), component(iris_table, FALSE), component(means, FALSE), component(means, TRUE),
    component(t(means), FALSE), component(data[[1]], TRUE)
  ),
  quantiles = quantiles()
)
text <- toJSON(written, digits = NA, auto_unbox = TRUE)
# A line per case, so that a change shows as a short diff.
lines <- gsub('(\\{"(rows|correlations|n|p|t)":|"(bfi|scales|factors|components|quantiles)":)', "\n\\1", text)
writeLines(lines, file.path(here, "survey_r.json"))
