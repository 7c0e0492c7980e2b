// Package emulator runs a local stand-in for AWS and points Terraform at it:
// moto's server, a Python program, plus the calls that the Terraform AWS
// provider makes and moto lacks (server).
//
// It answers the provider's round trips, and refuses in AWS's words a request
// that breaks AWS's own API model or a limit of its documentation (Requests), or
// that the policies of the role that makes it do not allow (Permissions). What AWS
// looks at beyond that, such as quotas and the state of what a request names, only
// an account can show.
package emulator

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// loader is the program that Python runs. It takes the modules below server from
// its standard input.
//
//go:embed loader.py
var loader string

//go:embed server/*.py server/*/*.py server/*/*/*.py
var server embed.FS

// modules are the server's, as the loader reads them: a JSON object with the
// source of each by its path in the package emulator.
func modules() ([]byte, error) {
	sources := map[string]string{}
	err := fs.WalkDir(server, "server", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		source, err := server.ReadFile(path)
		sources["emulator"+strings.TrimPrefix(path, "server")] = string(source)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the emulator's modules: %w", err)
	}
	return json.Marshal(sources)
}

const (
	startTimeout = 60 * time.Second
	stopTimeout  = 5 * time.Second
)

// Options say how to run the emulator.
type Options struct {
	// Python is the interpreter to run, one that has moto[server] 5.2 from
	// 5.2.1 on. Required.
	Python string
	// Port to listen on; 0 takes a free one.
	Port int
	// Log receives what the server prints, which includes a stack trace for
	// every call it does not implement. May be nil.
	Log io.Writer
	// LogRequests adds a line per request to the log.
	LogRequests bool
}

// Server is a running emulator. All that it holds is in its memory.
type Server struct {
	endpoint string
	stop     context.CancelFunc
	done     chan struct{}
	err      error // set before done is closed
}

// Start runs an emulator and returns once it serves. It runs until Stop is
// called, ctx is done or this process ends, in whatever way.
func Start(ctx context.Context, opts Options) (*Server, error) {
	s, err := start(ctx, opts)
	if err != nil {
		return nil, fmt.Errorf("starting the AWS emulator: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, opts Options) (*Server, error) {
	if opts.Python == "" {
		return nil, errors.New("no Python interpreter is given")
	}
	program, err := modules()
	if err != nil {
		return nil, err
	}
	args := []string{"-c", loader, strconv.Itoa(len(program)), "--port", strconv.Itoa(opts.Port)}
	if opts.LogRequests {
		args = append(args, "--log-requests")
	}
	ctx, cancel := context.WithCancel(ctx)
	out := newOutput(opts.Log)
	cmd := exec.CommandContext(ctx, opts.Python, args...)
	cmd.Env = letThrough(os.Environ())
	cmd.Stdout, cmd.Stderr = out, out
	stdin, err := cmd.StdinPipe()
	if err != nil {
		cancel()
		return nil, err
	}
	// Closing is asking: it also reaches a Python behind a wrapper script,
	// which a signal to the wrapper would not.
	cmd.Cancel = stdin.Close
	cmd.WaitDelay = stopTimeout
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, err
	}

	s := &Server{stop: cancel, done: make(chan struct{})}
	go func() {
		// Where this fails, the server's own words say why.
		_, _ = stdin.Write(program)
	}()
	go func() {
		s.err = verdict(ctx, cmd.Wait(), out)
		cancel()
		close(s.done)
	}()

	timeout := time.NewTimer(startTimeout)
	defer timeout.Stop()
	select {
	case s.endpoint = <-out.ready:
		return s, nil
	case <-s.done:
		if s.err == nil {
			return nil, context.Cause(ctx)
		}
		return nil, s.err
	case <-timeout.C:
		cancel()
		<-s.done
		return nil, fmt.Errorf("it does not serve after %s%s", startTimeout, out.tail())
	}
}

// verdict says what the end of the process means: nil if it was asked to end
// and did.
func verdict(ctx context.Context, err error, out *output) error {
	switch asked := ctx.Err(); {
	case asked == nil && err == nil:
		return fmt.Errorf("the emulator ended unasked%s", out.tail())
	case asked == nil:
		return fmt.Errorf("the emulator ended unasked: %w%s", err, out.tail())
	case err == nil || errors.Is(err, asked):
		return nil
	default:
		return fmt.Errorf("stopping the emulator (it has %s, then it is killed): %w", stopTimeout, err)
	}
}

// Endpoint is the emulator's address, like http://127.0.0.1:5000.
func (s *Server) Endpoint() string { return s.endpoint }

// Done is closed when the emulator has ended, for whatever reason.
func (s *Server) Done() <-chan struct{} { return s.done }

// Stop ends the emulator, waits until it is gone and says whether something was
// wrong with its end: that it came unasked, or had to be forced. Further calls
// return the same.
func (s *Server) Stop() error {
	s.stop()
	<-s.done
	return s.err
}
