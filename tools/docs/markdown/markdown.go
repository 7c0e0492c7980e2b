// Package markdown reads the commands of a document.
package markdown

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// Block is a block of shell commands.
type Block struct {
	// Heading is the one that the block stands below, without its marks.
	Heading string
	// Text is what is between the fences, without their indentation.
	Text string
}

var fence = regexp.MustCompile("^( *)```(.*)$")

// Blocks are the blocks that a document marks as shell, in their order.
func Blocks(path string) ([]Block, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the commands of a document: %w", err)
	}
	var blocks []Block
	var heading, indent, language string
	var lines []string
	open := false
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		switch found := fence.FindStringSubmatch(line); {
		case found != nil && !open:
			open, indent, language, lines = true, found[1], found[2], nil
		case found != nil:
			open = false
			if language == "sh" {
				blocks = append(blocks, Block{heading, strings.Join(lines, "\n") + "\n"})
			}
		case open:
			lines = append(lines, strings.TrimPrefix(line, indent))
		case strings.HasPrefix(line, "#"):
			heading = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	if open {
		return nil, fmt.Errorf("%s: a block that does not end", path)
	}
	return blocks, nil
}
