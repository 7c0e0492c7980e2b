// Command progress prints what `go test -json` says as go test itself would, and
// meanwhile, on stderr, how far it is: of several packages at once, go test shows
// nothing of one before it has ended.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// every is how often it says how far it is.
const every = 30 * time.Second

func main() {
	// Interrupted with go test, it prints what that still says.
	signal.Ignore(os.Interrupt)
	if err := run(os.Stdin, os.Stdout, os.Stderr, time.NewTicker(every).C); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out, progress io.Writer, tick <-chan time.Time) error {
	lines, failed := make(chan []byte), make(chan error, 1)
	go func() {
		defer close(lines)
		reader := bufio.NewReader(in)
		for {
			line, err := reader.ReadBytes('\n')
			if len(line) > 0 {
				lines <- line
			}
			if err != nil {
				if err != io.EOF {
					failed <- fmt.Errorf("read what go test says: %w", err)
				}
				return
			}
		}
	}()
	r := newRun(out)
	for {
		select {
		case line, ok := <-lines:
			if !ok {
				select {
				case err := <-failed:
					return err
				default:
					return nil
				}
			}
			r.take(line)
		case <-tick:
			fmt.Fprintln(progress, r)
		}
	}
}
