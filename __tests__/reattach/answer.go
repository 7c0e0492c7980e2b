package reattach

import (
	"context"
	"crypto/sha256"
	"sync"

	"google.golang.org/grpc/mem"
)

// answers are what the provider said to questions that it answers by itself, of what
// Terraform sends along: whether an argument is valid, how an older state reads today,
// and what a change would lead to. Terraform asks the same for each resource in each
// command. What AWS is asked for, the state of a resource above all, is in none of them.
type answers struct {
	mutex sync.Mutex
	given map[question][]byte
}

type question [sha256.Size]byte

// to is the answer to a question. ask asks a provider, the first time.
func (a *answers) to(ctx context.Context, q question, ask func(context.Context) (mem.BufferSlice, error)) (mem.BufferSlice, error) {
	a.mutex.Lock()
	answer, ok := a.given[q]
	a.mutex.Unlock()
	if ok {
		return mem.BufferSlice{mem.SliceBuffer(answer)}, nil
	}
	response, err := ask(ctx)
	if err != nil {
		return nil, err
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.given == nil {
		a.given = map[question][]byte{}
	}
	a.given[q] = response.Materialize()
	return response, nil
}
