package metric
