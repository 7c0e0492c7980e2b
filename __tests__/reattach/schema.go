package reattach

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
)

// schemas are what the provider says of its types, once for all folders. Of some
// 1,500 Terraform gets to see those that any folder has named so far: to read the
// others takes it longer than most of what it does then.
type schemas struct {
	mutex sync.Mutex
	all   []byte
	named map[string]bool
}

// typeName is what a type of the provider is called in a configuration.
var typeName = regexp.MustCompile(`aws_[a-z0-9_]+`)

// in is the answer for a folder. ask asks a provider, the first time.
func (s *schemas) in(ctx context.Context, dir string, ask func(context.Context) (mem.BufferSlice, error)) (mem.BufferSlice, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.all == nil {
		response, err := ask(ctx)
		if err != nil {
			return nil, err
		}
		s.all, s.named = response.Materialize(), map[string]bool{}
	}
	if err := s.look(dir); err != nil {
		return nil, err
	}
	pruned, err := prune(s.all, s.named)
	return mem.BufferSlice{mem.SliceBuffer(pruned)}, err
}

// look notes what the configurations below a folder name.
func (s *schemas) look(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == ".terraform" {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.Contains(d.Name(), ".tf") {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, name := range typeName.FindAll(content, -1) {
			s.named[string(name)] = true
		}
		return nil
	})
}

// Fields of the response, and of the entries of a map.
const (
	resourceSchemas   = 2
	dataSourceSchemas = 3
	entryKey          = 1
)

// prune leaves of a response the schemas of the types that are named.
func prune(response []byte, named map[string]bool) (kept []byte, err error) {
	for len(response) > 0 {
		field, kind, content, size := next(response)
		if size < 0 {
			return nil, fmt.Errorf("read the provider's schemas: %w", protowire.ParseError(size))
		}
		if field != resourceSchemas && field != dataSourceSchemas || kind != protowire.BytesType || named[keyOf(content)] {
			kept = append(kept, response[:size]...)
		}
		response = response[size:]
	}
	return kept, nil
}

// keyOf is the key of a map's entry, as it is on the wire with its length.
func keyOf(entry []byte) string {
	body, n := protowire.ConsumeBytes(entry)
	for n >= 0 && len(body) > 0 {
		field, _, content, size := next(body)
		if size < 0 {
			return ""
		}
		if field == entryKey {
			key, _ := protowire.ConsumeString(content)
			return key
		}
		body = body[size:]
	}
	return ""
}

// next is the first field of a message: its number, kind, value and size.
func next(message []byte) (field protowire.Number, kind protowire.Type, content []byte, size int) {
	field, kind, n := protowire.ConsumeTag(message)
	if n < 0 {
		return 0, 0, nil, n
	}
	length := protowire.ConsumeFieldValue(field, kind, message[n:])
	if length < 0 {
		return 0, 0, nil, length
	}
	return field, kind, message[n : n+length], n + length
}
