//go:build !unix

package publish

// mounted is not known here; a mount point then fails in Swap, with the old tree untouched.
func mounted(string) bool { return false }
