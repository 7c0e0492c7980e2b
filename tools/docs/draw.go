package docs

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/d2layouts/d2elklayout"
	"oss.terrastruct.com/d2/d2lib"
	"oss.terrastruct.com/d2/d2renderers/d2svg"
	"oss.terrastruct.com/d2/d2target"
	"oss.terrastruct.com/d2/d2themes/d2themescatalog"
	"oss.terrastruct.com/d2/lib/log"
	"oss.terrastruct.com/d2/lib/textmeasure"
)

// Picture is a drawn diagram.
type Picture struct {
	SVG []byte
	// Diagram says where each shape and each label is.
	Diagram *d2target.Diagram
}

// padding is the margin of a picture, in pixels.
const padding = 10

// Draw lays out and draws a diagram in the language of D2.
func Draw(ctx context.Context, script string) (*Picture, error) {
	ruler, err := textmeasure.NewRuler()
	if err != nil {
		return nil, fmt.Errorf("measure text: %w", err)
	}
	pad, theme := int64(padding), d2themescatalog.NeutralDefault.ID
	options := &d2svg.RenderOpts{Pad: &pad, ThemeID: &theme}
	ctx = log.With(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)))
	diagram, _, err := d2lib.Compile(ctx, script, &d2lib.CompileOptions{
		Ruler:          ruler,
		LayoutResolver: func(string) (d2graph.LayoutGraph, error) { return layOut, nil },
	}, options)
	if err != nil {
		return nil, fmt.Errorf("lay out a diagram: %w", err)
	}
	svg, err := d2svg.Render(diagram, options)
	if err != nil {
		return nil, fmt.Errorf("draw a diagram: %w", err)
	}
	return &Picture{SVG: svg, Diagram: diagram}, nil
}

// layOut is D2's layout by ELK, closer together than its default: a picture
// shrinks to the width of a README.
func layOut(ctx context.Context, graph *d2graph.Graph) error {
	options := d2elklayout.DefaultOpts
	options.NodeSpacing, options.EdgeNodeSpacing = 40, 25
	options.Padding = "[top=45,left=30,bottom=30,right=30]"
	return d2elklayout.Layout(ctx, graph, &options)
}
