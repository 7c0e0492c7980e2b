package docs

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/d2layouts"
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

// drawn are the pictures by their scripts: one takes half a second to lay out.
var drawn sync.Map

// Draw lays out and draws a diagram in the language of D2.
func Draw(ctx context.Context, script string) (*Picture, error) {
	if picture, ok := drawn.Load(script); ok {
		return picture.(*Picture), nil
	}
	ruler, err := textmeasure.NewRuler()
	if err != nil {
		return nil, fmt.Errorf("measure text: %w", err)
	}
	pad, light, dark := int64(padding), d2themescatalog.NeutralDefault.ID, d2themescatalog.DarkMauve.ID
	options := &d2svg.RenderOpts{Pad: &pad, ThemeID: &light, DarkThemeID: &dark}
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
	picture := &Picture{SVG: svg, Diagram: diagram}
	drawn.Store(script, picture)
	return picture, nil
}

// layOut is D2's layout by ELK, closer together than its default: a picture
// shrinks to the width of a README. ELK gives each step of a way a column of its
// own; those within a group are kept out of it, so that they stand in one.
func layOut(ctx context.Context, graph *d2graph.Graph) error {
	options := d2elklayout.DefaultOpts
	options.NodeSpacing, options.EdgeNodeSpacing = 20, 15
	options.Padding = "[top=40,left=12,bottom=12,right=12]"
	var within, between []*d2graph.Edge
	for _, edge := range graph.Edges {
		if edge.Src.Parent == edge.Dst.Parent && edge.Src.Parent != graph.Root {
			within = append(within, edge)
		} else {
			between = append(between, edge)
		}
	}
	for _, group := range graph.Objects {
		widen(group.ChildrenArray)
	}
	graph.Edges = between
	if err := d2elklayout.Layout(ctx, graph, &options); err != nil {
		return err
	}
	graph.Edges = append(graph.Edges, within...)
	return d2layouts.DefaultRouter(ctx, graph, within)
}

// widen makes boxes of a group as wide as its widest one.
func widen(boxes []*d2graph.Object) {
	var most float64
	for _, box := range boxes {
		if !box.IsContainer() {
			most = max(most, box.Width)
		}
	}
	for _, box := range boxes {
		if !box.IsContainer() {
			box.Width = most
		}
	}
}
