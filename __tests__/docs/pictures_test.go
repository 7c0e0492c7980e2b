package docs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"oss.terrastruct.com/d2/d2target"
	"oss.terrastruct.com/d2/lib/geo"
	labels "oss.terrastruct.com/d2/lib/label"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/tools/docs"
)

// scripts are those of a project's pictures, by name.
func scripts(t *testing.T, p docs.Project) map[string]string {
	t.Helper()
	all := map[string]string{"delivery": docs.Delivery(p), "standby": docs.Standby(p.Subject())}
	for _, env := range p.Environments {
		for name, picture := range map[string]func(docs.Project, envs.Environment) (string, error){"architecture": docs.Architecture, "dashboard": docs.Dashboard} {
			script, err := picture(p, env)
			require.NoError(t, err)
			all[env.Name+" "+name] = script
		}
	}
	return all
}

func draw(t *testing.T, script string) *docs.Picture {
	t.Helper()
	picture, err := docs.Draw(t.Context(), script)
	require.NoError(t, err)
	return picture
}

// In a picture, nothing lies on anything else: boxes are apart, labels are in
// their boxes, and arrows run through neither boxes nor titles.
func TestPicturesAreReadable(t *testing.T) {
	for name, script := range scripts(t, ours) {
		t.Run(name, func(t *testing.T) {
			picture := draw(t, script)
			width, _ := size(picture)
			assert.LessOrEqual(t, width, 9*readmeWidth/4, "names may be as long as AWS takes them")
			assertApart(t, picture.Diagram)
			assertArrowsPass(t, picture.Diagram)
			assert.Contains(t, string(picture.SVG), "@media screen and (prefers-color-scheme:dark)", "it is for a dark page too")
		})
	}
}

// Who reads a picture in a README need not scroll, and reads all of it.
func TestPicturesFitAPage(t *testing.T) {
	all := scripts(t, example)
	for _, name := range []string{"delivery", "standby", "production architecture", "production dashboard"} {
		width, height := size(draw(t, all[name]))
		assert.Greater(t, width, height, name)
		assert.LessOrEqual(t, width, 2*readmeWidth, name)
	}
}

// An environment's picture shows where it stands, and what outlives its region.
func TestArchitectureShowsAccountAndRegions(t *testing.T) {
	all, production := scripts(t, example), fixture.Production()
	svg := string(draw(t, all["production architecture"]).SVG)
	for _, say := range []string{
		"AWS account, shared with dev, staging", ">" + production.Region + "<",
		">" + production.Backup.SecondRegion + ", the second region<", "replica of the ML data", ">pdm-production-backup-<",
	} {
		assert.Contains(t, svg, say)
	}
	assert.Contains(t, all["dev architecture"], "AWS account, shared with staging, production")
	assert.NotContains(t, all["dev architecture"], "second region")
}

// readmeWidth is about what GitHub gives a picture in a README, in pixels; text
// is readable down to half of its size.
const readmeWidth = 840

func size(picture *docs.Picture) (width, height int) {
	topLeft, bottomRight := picture.Diagram.BoundingBox()
	return bottomRight.X - topLeft.X, bottomRight.Y - topLeft.Y
}

func assertApart(t *testing.T, diagram *d2target.Diagram) {
	t.Helper()
	require.NotEmpty(t, diagram.Shapes)
	for i, a := range diagram.Shapes {
		if a.Type == d2target.ShapeRectangle && !strings.Contains(a.LabelPosition, "OUTSIDE") {
			assert.LessOrEqual(t, a.LabelWidth, a.Width, "the label of %s is wider than its box", a.ID)
			assert.LessOrEqual(t, a.LabelHeight, a.Height, "the label of %s is higher than its box", a.ID)
		}
		for _, b := range diagram.Shapes[i+1:] {
			if inside(a, b) || inside(b, a) {
				continue
			}
			apart := a.Pos.X+a.Width <= b.Pos.X || b.Pos.X+b.Width <= a.Pos.X || a.Pos.Y+a.Height <= b.Pos.Y || b.Pos.Y+b.Height <= a.Pos.Y
			assert.True(t, apart, "%s and %s overlap", a.ID, b.ID)
		}
	}
}

func inside(a, b d2target.Shape) bool { return strings.HasPrefix(a.ID, b.ID+".") }

// assertArrowsPass looks at titles of groups, and at boxes that are none.
func assertArrowsPass(t *testing.T, diagram *d2target.Diagram) {
	t.Helper()
	for _, shape := range diagram.Shapes {
		box := geo.NewBox(geo.NewPoint(float64(shape.Pos.X), float64(shape.Pos.Y)), float64(shape.Width), float64(shape.Height))
		for _, other := range diagram.Shapes {
			if inside(other, shape) {
				width, height := float64(shape.LabelWidth), float64(shape.LabelHeight)
				box = geo.NewBox(labels.FromString(shape.LabelPosition).GetPointOnBox(box, labels.PADDING, width, height), width, height)
				break
			}
		}
		for _, arrow := range diagram.Connections {
			if arrow.Src == shape.ID || arrow.Dst == shape.ID {
				continue
			}
			for i, to := range arrow.Route[1:] {
				assert.False(t, box.Intersects(*geo.NewSegment(arrow.Route[i], to), 0), "%s runs through %q", arrow.ID, shape.Label)
			}
		}
	}
}
