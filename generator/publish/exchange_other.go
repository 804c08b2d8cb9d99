//go:build !linux

package publish

import "errors"

// exchange is not offered here; Swap renames twice.
func exchange(a, b string) error { return errors.ErrUnsupported }
