// Package progress says of what takes long what it is, while it is done. What is
// quick says nothing.
package progress

import (
	"fmt"
	"io"
	"os"
	"time"
)

const (
	// patience is how long a step may take before it says what it is.
	patience = 5 * time.Second
	// again is when it says that it still is, and how long it has been.
	again = 30 * time.Second
)

// Step begins one, and says so on stderr if it lasts; done ends it:
//
//	defer progress.Step("initializing %s", stack)()
func Step(format string, args ...any) (done func()) {
	return step(os.Stderr, fmt.Sprintf(format, args...))
}

func step(w io.Writer, name string) (done func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		start, next := time.Now(), patience
		for {
			select {
			case <-end:
				return
			case <-time.After(next):
			}
			if next == patience {
				_, _ = fmt.Fprintf(w, "%s ...\n", name)
			} else {
				_, _ = fmt.Fprintf(w, "%s ... %.0f s\n", name, time.Since(start).Seconds())
			}
			next = again
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}
