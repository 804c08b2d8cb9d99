package event

func (g *gather) foldDuplicates(workers int) {}
