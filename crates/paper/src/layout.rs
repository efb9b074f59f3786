//! Where everything stands: blocks one under the other, over as many pages as it takes.

use crate::document::{Block, Document, Table};
use crate::fonts::{Fonts, Style};
use crate::line::{Line, lines};
use crate::place::{BOTTOM, Bookmark, Branch, Laid, MARGIN, MEASURE, Meaning, Placed, TOP, What};
use crate::{PaperError, picture};

/// Size of running text in points.
const TEXT: f32 = 11.0;
/// From base line to base line, in sizes of type.
const LEADING: f32 = 1.4;
const SMALL: f32 = 9.5;
/// How far points, quotations and the like stand in.
const INSET: f32 = 16.0;
/// Between two columns.
const GUTTER: f32 = 10.0;
/// A picture is at most this high, so that its words stay on its page.
const HIGHEST: f32 = 420.0;

struct Flow<'a> {
    fonts: &'a Fonts,
    page: usize,
    y: f32,
    placed: Vec<Placed>,
    bookmarks: Vec<Bookmark>,
    level: u16,
    pictures: usize,
}

/// Lays a document out.
pub(crate) fn lay_out(document: &Document, fonts: &Fonts) -> Result<Laid, PaperError> {
    let mut flow = Flow {
        fonts,
        page: 0,
        y: TOP,
        placed: Vec::new(),
        bookmarks: Vec::new(),
        level: 1,
        pictures: 0,
    };
    let mut tree = Vec::new();
    for line in &document.sender {
        let leaves = flow.text(line, Style::Plain, SMALL, 0.0, MEASURE, true);
        tree.push(Branch::Group(Meaning::Paragraph, leaves));
    }
    tree.push(flow.heading(1, &document.title));
    for block in &document.blocks {
        tree.extend(flow.block(block)?);
    }
    Ok(Laid {
        pages: flow.page + 1,
        placed: flow.placed,
        tree,
        bookmarks: flow.bookmarks,
    })
}

impl Flow<'_> {
    fn block(&mut self, block: &Block) -> Result<Vec<Branch>, PaperError> {
        let branch = match block {
            Block::Heading { level, text } => {
                // PDF/UA-1, 7.4.2: no level is skipped on the way down.
                let level = (*level).clamp(2, 4).min(self.level + 1);
                self.heading(level, text)
            }
            Block::Paragraph(text) => {
                self.space(6.0);
                let leaves = self.text(text, Style::Plain, TEXT, 0.0, MEASURE, false);
                Branch::Group(Meaning::Paragraph, leaves)
            }
            Block::Quote(text) => {
                self.space(6.0);
                let measure = MEASURE - 2.0 * INSET;
                let leaves = self.text(text, Style::Italic, TEXT, INSET, measure, false);
                let words = Branch::Group(Meaning::Paragraph, leaves);
                Branch::Group(Meaning::Quote, vec![words])
            }
            Block::List(points) => self.list(points),
            Block::Table(table) => self.table(table)?,
            Block::Picture {
                svg,
                alternative,
                caption,
            } => {
                return self.picture(svg, alternative, caption);
            }
            Block::Signature(under) => self.signature(under),
        };
        Ok(vec![branch])
    }

    fn heading(&mut self, level: u16, text: &str) -> Branch {
        let (size, above) = match level {
            1 => (20.0, 22.0),
            2 => (14.0, 16.0),
            _ => (12.0, 12.0),
        };
        self.space(above);
        // A heading does not stay behind at the foot of a page.
        self.need(size * LEADING + 3.0 * TEXT * LEADING);
        self.bookmarks.push(Bookmark {
            level,
            text: text.to_owned(),
            page: self.page,
            y: self.y,
        });
        self.level = level;
        let leaves = self.text(text, Style::Strong, size, 0.0, MEASURE, false);
        let text = text.to_owned();
        Branch::Group(Meaning::Heading { level, text }, leaves)
    }

    fn list(&mut self, points: &[String]) -> Branch {
        self.space(4.0);
        let mut items = Vec::new();
        for point in points {
            self.space(2.0);
            let own = lines(point, Style::Plain, TEXT, MEASURE - INSET, self.fonts);
            let Some(first) = own.first() else { continue };
            self.need(first.size * LEADING);
            let base = self.y + first.size;
            let bullets = lines("•", Style::Plain, TEXT, INSET, self.fonts);
            let bullets = bullets
                .into_iter()
                .map(|line| self.put(line, 3.0, base, false));
            let bullets: Vec<Branch> = bullets.collect();
            let body = self.set(own, INSET, MEASURE - INSET, false);
            items.push(Branch::Group(
                Meaning::Point,
                vec![
                    Branch::Group(Meaning::Bullet, bullets),
                    Branch::Group(Meaning::PointBody, body),
                ],
            ));
        }
        Branch::Group(Meaning::List, items)
    }

    fn signature(&mut self, under: &str) -> Branch {
        self.space(44.0);
        self.need(2.0 * TEXT * LEADING);
        self.rule(MEASURE / 2.0);
        self.space(3.0);
        let leaves = self.text(under, Style::Plain, SMALL, 0.0, MEASURE, false);
        Branch::Group(Meaning::Paragraph, leaves)
    }

    fn picture(
        &mut self,
        svg: &str,
        alternative: &str,
        caption: &str,
    ) -> Result<Vec<Branch>, PaperError> {
        self.pictures += 1;
        let tree = picture::read(svg, self.pictures, self.fonts)?;
        let (wide, high) = (tree.size().width(), tree.size().height());
        let scale = (MEASURE / wide).min(HIGHEST / high).min(1.0);
        let (width, height) = (wide * scale, high * scale);
        let under = lines(caption, Style::Italic, SMALL, MEASURE, self.fonts);
        self.space(8.0);
        self.need(height + 6.0 + under.len() as f32 * SMALL * LEADING);
        let (page, top) = (self.page, self.y);
        let leaf = self.place(Placed {
            page,
            x: MARGIN,
            y: top,
            what: What::Picture {
                tree: Box::new(tree),
                width,
                height,
            },
            read: true,
        });
        self.y += height + 6.0;
        let meaning = Meaning::Figure {
            alternative: alternative.to_owned(),
            bounds: [MARGIN, top, width, height],
            page,
        };
        let mut branches = vec![Branch::Group(meaning, vec![leaf])];
        if !under.is_empty() {
            let leaves = self.set(under, 0.0, MEASURE, true);
            branches.push(Branch::Group(Meaning::Paragraph, leaves));
        }
        Ok(branches)
    }

    fn table(&mut self, table: &Table) -> Result<Branch, PaperError> {
        let columns = table.head.len();
        if let Some(row) = table.rows.iter().position(|row| row.len() != columns) {
            return Err(PaperError::Table { row: row + 1 });
        }
        self.space(8.0);
        self.need(5.0 * TEXT * LEADING);
        let mut children = Vec::new();
        if !table.caption.is_empty() {
            let leaves = self.text(&table.caption, Style::Italic, SMALL, 0.0, MEASURE, true);
            children.push(Branch::Group(Meaning::Caption, leaves));
        }
        let head = self.row(&table.head, columns, |_| Meaning::ColumnHead);
        children.push(Branch::Group(Meaning::TableHead, vec![head]));
        let mut body = Vec::new();
        for row in &table.rows {
            if self.y + self.row_height(row, columns, false) > BOTTOM {
                self.turn();
                // Seen again at the head of the new page, read once.
                let from = self.placed.len();
                self.row(&table.head, columns, |_| Meaning::ColumnHead);
                self.placed[from..]
                    .iter_mut()
                    .for_each(|placed| placed.read = false);
            }
            body.push(self.row(row, columns, |column| match column {
                0 => Meaning::RowHead,
                _ => Meaning::Cell,
            }));
        }
        children.push(Branch::Group(Meaning::TableBody, body));
        self.space(4.0);
        Ok(Branch::Group(Meaning::Table, children))
    }

    fn cell(&self, text: &str, columns: usize, strong: bool) -> Vec<Line> {
        let style = if strong { Style::Strong } else { Style::Plain };
        lines(
            text,
            style,
            SMALL,
            column_width(columns) - GUTTER,
            self.fonts,
        )
    }

    fn row_height(&self, row: &[String], columns: usize, strong: bool) -> f32 {
        let cells = row
            .iter()
            .map(|text| self.cell(text, columns, strong).len());
        cells.max().unwrap_or(0) as f32 * SMALL * LEADING + 6.0
    }

    fn row(&mut self, row: &[String], columns: usize, means: impl Fn(usize) -> Meaning) -> Branch {
        let strong = means(0) == Meaning::ColumnHead;
        let height = self.row_height(row, columns, strong);
        self.need(height.min(BOTTOM - TOP));
        let (page, top) = (self.page, self.y);
        let mut end = (page, top);
        let mut cells = Vec::new();
        for (column, text) in row.iter().enumerate() {
            // Each cell begins where its row begins, also after one that went on over the page.
            (self.page, self.y) = (page, top);
            let own = self.cell(text, columns, strong);
            let x = column as f32 * column_width(columns);
            let leaves = self.set(own, x, column_width(columns) - GUTTER, false);
            cells.push(Branch::Group(means(column), leaves));
            if (self.page, self.y) > end {
                end = (self.page, self.y);
            }
        }
        (self.page, self.y) = end;
        self.space(2.0);
        self.rule(MEASURE);
        self.space(4.0);
        Branch::Group(Meaning::Row, cells)
    }

    fn text(
        &mut self,
        text: &str,
        style: Style,
        size: f32,
        x: f32,
        measure: f32,
        quiet: bool,
    ) -> Vec<Branch> {
        let own = lines(text, style, size, measure, self.fonts);
        self.set(own, x, measure, quiet)
    }

    /// Sets lines one under the other.
    fn set(&mut self, lines: Vec<Line>, x: f32, measure: f32, quiet: bool) -> Vec<Branch> {
        let mut leaves = Vec::new();
        for line in lines {
            let height = line.size * LEADING;
            self.need(height);
            let base = self.y + line.size;
            let x = if line.right {
                x + measure - line.width
            } else {
                x
            };
            leaves.push(self.put(line, x, base, quiet));
            self.y += height;
        }
        leaves
    }

    fn put(&mut self, line: Line, x: f32, base: f32, quiet: bool) -> Branch {
        self.place(Placed {
            page: self.page,
            x: MARGIN + x,
            y: base,
            what: What::Text { line, quiet },
            read: true,
        })
    }

    fn rule(&mut self, length: f32) {
        self.place(Placed {
            page: self.page,
            x: MARGIN,
            y: self.y,
            what: What::Rule { length },
            read: false,
        });
    }

    fn place(&mut self, placed: Placed) -> Branch {
        self.placed.push(placed);
        Branch::Leaf(self.placed.len() - 1)
    }

    /// Free space, but not at the head of a page.
    fn space(&mut self, points: f32) {
        if self.y > TOP {
            self.y += points;
        }
    }

    /// Goes on to the next page if there is no room for this much.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.page += 1;
        self.y = TOP;
    }
}

fn column_width(columns: usize) -> f32 {
    MEASURE / columns.max(1) as f32
}
