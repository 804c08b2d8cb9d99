// Package preview shows a site on this machine while it is being written.
//
//	files change ─► watch ─► build (the one before is cancelled) ─► state ─► events ─► pages reload
//	                                                                  │
//	                        browser ◄─ pages, with a script added ◄───┘
//
// The site is built as for publication, into a folder of its own; what is served is the last
// one that could be built, and an error stands in the place of every page until it is mended.
// The built files stay as they are: the script that reloads a page is added on the way.
//
// Only this machine is answered: the listener is on 127.0.0.1, and a request must name that
// host, because a page on the Internet can have its own name lead to this address.
package preview

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"leadline/generator"
)

// Options are what a preview is made of.
type Options struct {
	Listener net.Listener
	Folder   string                          // where Build puts the site
	Inputs   func() generator.Inputs         // what to watch; asked again after each change
	Build    func(ctx context.Context) error // builds the site; prints what there is to say
}

// quiet is how long nothing must change before a build: an editor writes a file in several
// steps, and a checkout many files.
const quiet = 150 * time.Millisecond

// Run serves and rebuilds until the context ends, which is no error.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watch, err := newWatcher()
	if err != nil {
		return err
	}
	defer watch.close()
	if err := watch.follow(o.Inputs()); err != nil {
		return fmt.Errorf("changes cannot be watched: %w", err)
	}
	s := newState()
	server := &http.Server{Handler: newHandler(o.Folder, o.Listener.Addr(), s), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(o.Listener) }()
	err = rebuild(ctx, o, watch, s, failed)
	cancel() // ends the streams of events, for which Shutdown waits
	patience, enough := context.WithTimeout(context.Background(), 5*time.Second)
	defer enough()
	return errors.Join(err, server.Shutdown(patience))
}

// rebuild builds at the beginning and after every change; a change cancels a build that is
// going on. It returns when the context ends, or with the error of the server.
func rebuild(ctx context.Context, o Options, watch *watcher, s *state, failed <-chan error) error {
	s.begin()
	current := start(ctx, o.Build)
	defer func() { current.stop() }()
	var settled <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-watch.changed:
			settled = time.After(quiet)
		case <-settled:
			settled = nil
			current.stop()
			_ = watch.follow(o.Inputs()) // what cannot be watched is not there
			s.begin()
			current = start(ctx, o.Build)
		case err := <-current.done:
			current.done = nil
			if !errors.Is(err, context.Canceled) {
				s.set(err)
			}
		}
	}
}

// building is one build on its way.
type building struct {
	cancel context.CancelFunc
	done   chan error    // nil once it was received from
	ended  chan struct{} // closed at the end
}

func start(ctx context.Context, build func(context.Context) error) *building {
	ctx, cancel := context.WithCancel(ctx)
	b := &building{cancel: cancel, done: make(chan error, 1), ended: make(chan struct{})}
	go func() {
		defer close(b.ended)
		b.done <- build(ctx)
	}()
	return b
}

// stop waits until the build has ended: two at a time would meet in the folder.
func (b *building) stop() {
	b.cancel()
	<-b.ended
}
