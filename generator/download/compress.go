package download

import (
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Compress wraps w by the ending of a file name: "gz", "zst" or "" for none. Closing the
// result completes the compressed stream and leaves w open. Neither stream holds a time
// or a name, so equal input gives equal bytes.
func Compress(ending string, w io.Writer) (io.WriteCloser, error) {
	switch ending {
	case "":
		return keepOpen{w}, nil
	case "gz":
		return gzip.NewWriterLevel(w, gzip.DefaultCompression)
	case "zst":
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	}
	return nil, fmt.Errorf("compression %q is not known; expected gz, zst or nothing", ending)
}

type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }
