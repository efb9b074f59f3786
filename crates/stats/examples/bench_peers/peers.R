# What the established packages need for the same data: one line "case seconds result" for every fit.
# The result is a number that both sides report, so that nobody is fast by being wrong.
# Usage: Rscript peers.R FOLDER, as written by `bench_peers`.
suppressPackageStartupMessages({
  library(lme4)
  library(metafor)
  library(qgraph)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
there <- function(name) file.exists(file.path(folder, name))
data <- function(name) read.csv(file.path(folder, name))

report <- function(case, fit, result) {
  seconds <- system.time(found <- fit())[["elapsed"]]
  cat(sprintf("%s %.4f %.10g\n", case, seconds, result(found)))
  flush(stdout())
}

for (clients in c(1000, 10000, 50000)) {
  name <- sprintf("growth-%d.csv", clients)
  if (!there(name)) next
  courses <- data(name)
  report(
    sprintf("growth-%d", clients),
    function() lmer(score ~ log1p(time) + (1 + log1p(time) | client), courses),
    function(fit) REMLcrit(fit)
  )
  report(
    sprintf("growth-therapist-%d", clients),
    function() lmer(score ~ log1p(time) + (1 + log1p(time) | client) + (1 | therapist), courses),
    function(fit) REMLcrit(fit)
  )
}

if (there("meta.csv")) {
  trials <- data("meta.csv")
  report(
    "meta-500",
    function() rma(yi = effect, sei = se, data = trials, method = "REML", test = "knha"),
    function(fit) fit$tau2
  )
}

if (there("nma.csv")) {
  contrasts <- data("nma.csv")
  # Debian has no package for network meta-analysis; metafor's multivariate model fits the same common effects.
  treatments <- sort(unique(c(contrasts$treat1, contrasts$treat2)))
  design <- sapply(treatments[-1], function(name) (contrasts$treat1 == name) - (contrasts$treat2 == name))
  report(
    "nma-60-500",
    function() rma.mv(contrasts$effect, contrasts$se^2, mods = design, intercept = FALSE, sparse = TRUE),
    function(fit) fit$QE
  )
}

edges <- function(network) sum(network[upper.tri(network)] != 0)

if (there("items-100.csv")) {
  items <- data("items-100.csv")
  report(
    "glasso-path-100",
    function() EBICglasso(cor(items), n = nrow(items), gamma = 0.5),
    edges
  )
}

if (there("items-25.csv")) {
  items <- data("items-25.csv")
  draws <- as.integer(readLines(file.path(folder, "draws"), warn = FALSE))
  set.seed(1)
  # What bootnet does, without its bookkeeping.
  report(
    sprintf("ggm-25-bootstrap-%d", draws),
    function() {
      for (draw in seq_len(draws)) {
        rows <- sample(nrow(items), replace = TRUE)
        EBICglasso(cor(items[rows, ]), n = nrow(items), gamma = 0.5)
      }
      EBICglasso(cor(items), n = nrow(items), gamma = 0.5)
    },
    edges
  )
}
