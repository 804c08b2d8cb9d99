package preview

import (
	"fmt"
	"net/http"
)

// reload is the script that pages get. It names the build that its page is of, so that a page
// which was fetched before a build and listens after it is reloaded as well.
const reload = `'use strict';
{
  const built = new URL(document.currentScript.src).searchParams.get('v');
  const stream = new EventSource('` + events + `?v=' + encodeURIComponent(built));
  stream.addEventListener('reload', () => { stream.close(); location.reload(); });
  addEventListener('pagehide', () => stream.close());
}
`

// stream tells a page, once, that it is not of the last build: server-sent events, as WHATWG's
// HTML standard has them.
func (h *handler) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w).Flush
	if _, err := fmt.Fprint(w, "retry: 500\n\n"); err != nil || flush() != nil {
		return
	}
	for {
		now := h.state.now()
		if version := r.URL.Query().Get("v"); version != now.version {
			_, _ = fmt.Fprintf(w, "event: reload\ndata: %s\n\n", now.version)
			_ = flush()
			return
		}
		select {
		case <-now.next:
		case <-r.Context().Done():
			return
		}
	}
}
