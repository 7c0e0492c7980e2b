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
		if s.all, err = shallow(response.Materialize()); err != nil {
			return nil, err
		}
		s.named = map[string]bool{}
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
		if inner := innerStatement.Find(content); inner != nil {
			return fmt.Errorf("%s has %s, of which the tests' Terraform sees nothing: shallow in __tests__/reattach leaves it out", path, inner)
		}
		for _, name := range typeName.FindAll(content, -1) {
			s.named[string(name)] = true
		}
		return nil
	})
}

// webACL has rules with statements, in which there are statements again, three deep:
// they are most of what Terraform knows of an environment's types, and half of the
// time of a plan goes to comparing them.
const webACL = "aws_wafv2_web_acl"

// innerStatement is, in a configuration, a statement that has others.
var innerStatement = regexp.MustCompile(`\b(and|or|not|scope_down)_statement\b`)

// Fields of messages of the protocol: of the provider's schemas, of an entry of a map,
// of a schema, of a block, and of a block in that.
const (
	resourceSchemas   = 2
	dataSourceSchemas = 3

	entryKey   = 1
	entryValue = 2

	schemaBlock = 2

	blockTypes = 3

	nestedName  = 1
	nestedBlock = 2
)

// prune leaves of a response the schemas of the types that are named.
func prune(response []byte, named map[string]bool) ([]byte, error) {
	return edit(response, func(field protowire.Number, content []byte) ([]byte, bool, error) {
		return content, field != resourceSchemas && field != dataSourceSchemas || named[string(value(content, entryKey))], nil
	})
}

// shallow empties the statements within statements of web ACLs in a response. Values
// stay what they are, as no stack has such a statement.
func shallow(response []byte) ([]byte, error) {
	return edit(response, func(field protowire.Number, content []byte) (changed []byte, keep bool, err error) {
		if field != resourceSchemas || string(value(content, entryKey)) != webACL {
			return content, true, nil
		}
		changed, err = within(content, entryValue, func(schema []byte) ([]byte, error) {
			return within(schema, schemaBlock, func(block []byte) ([]byte, error) { return withoutInner(block, false) })
		})
		return changed, true, err
	})
}

// withoutInner empties the statements that lie within a statement; inner says that the
// block does.
func withoutInner(block []byte, inner bool) ([]byte, error) {
	return within(block, blockTypes, func(nested []byte) ([]byte, error) {
		name := string(value(nested, nestedName))
		statement := name == "statement" || name == "scope_down_statement"
		return within(nested, nestedBlock, func(block []byte) ([]byte, error) {
			if statement && inner {
				return nil, nil
			}
			return withoutInner(block, inner || statement)
		})
	})
}

// within is a message whose fields of one number are changed.
func within(message []byte, number protowire.Number, change func(content []byte) ([]byte, error)) ([]byte, error) {
	return edit(message, func(field protowire.Number, content []byte) (changed []byte, keep bool, err error) {
		if field == number {
			content, err = change(content)
		}
		return content, true, err
	})
}

// edit is a message whose fields with a length are as change has them, if it keeps them.
func edit(message []byte, change func(field protowire.Number, content []byte) (changed []byte, keep bool, err error)) (edited []byte, err error) {
	for len(message) > 0 {
		field, kind, size := protowire.ConsumeField(message)
		if size < 0 {
			return nil, fmt.Errorf("read the provider's schemas: %w", protowire.ParseError(size))
		}
		whole := message[:size]
		message = message[size:]
		if kind != protowire.BytesType {
			edited = append(edited, whole...)
			continue
		}
		content, keep, err := change(field, value(whole, field))
		if err != nil {
			return nil, err
		}
		if keep {
			edited = protowire.AppendBytes(protowire.AppendTag(edited, field, kind), content)
		}
	}
	return edited, nil
}

// value is the content of a message's first field of a number, which has a length; nil
// where there is none.
func value(message []byte, number protowire.Number) []byte {
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return nil
		}
		if field == number && kind == protowire.BytesType {
			content, _ := protowire.ConsumeBytes(message[n:])
			return content
		}
		size := protowire.ConsumeFieldValue(field, kind, message[n:])
		if size < 0 {
			return nil
		}
		message = message[n+size:]
	}
	return nil
}
