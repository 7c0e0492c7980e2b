package cli

import (
	"context"
	"errors"
	"io"
	"os"
)

// Input is what people type, until they interrupt the program: a question that
// waits for them ends then too.
func Input(ctx context.Context) io.Reader { return input{ctx, os.Stdin} }

type input struct {
	ctx  context.Context
	from io.Reader
}

var errInterrupted = errors.New("interrupted")

func (i input) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	typed, read := make([]byte, len(p)), make(chan result, 1)
	go func() {
		n, err := i.from.Read(typed)
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		return copy(p, typed[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, errInterrupted
	}
}
