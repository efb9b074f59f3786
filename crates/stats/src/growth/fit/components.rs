//! Which levels of the crossed factor hang together, and the matrices that follow from it.
//!
//! Two levels are linked when one client has rows with both. A matrix by levels from which
//! the clients were eliminated is zero between levels that no chain of links connects: it
//! has one block per connected component. Where clients keep to one therapist, most
//! components are a single level. The inverse of such a matrix has the same blocks.

use std::ops::Range;

/// The connected components of the levels, and where the entries of a matrix stand that is
/// kept block after block, each block row-major.
///
/// Levels are put in an order in which those of a component follow each other: by the
/// smallest level of their component, then by level. If all hang together it is theirs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Components {
    /// The place of each level in that order.
    pub(super) places: Vec<usize>,
    /// Where each component begins, and where the last one ends.
    starts: Vec<usize>,
    /// By place: what to add to the place of the column to find an entry of this row.
    offsets: Vec<usize>,
    /// Entries of all blocks.
    pub(super) entries: usize,
}

impl Components {
    /// Components of the levels `0..levels` with the given links.
    pub(super) fn of(levels: usize, links: impl Iterator<Item = [usize; 2]>) -> Self {
        // Each level points towards the smallest level of its component.
        let mut towards: Vec<usize> = (0..levels).collect();
        for link in links {
            let [one, two] = link.map(|level| smallest(&mut towards, level));
            towards[one.max(two)] = one.min(two);
        }
        let mut order: Vec<(usize, usize)> = (0..levels)
            .map(|level| (smallest(&mut towards, level), level))
            .collect();
        order.sort_unstable();
        let mut components = Self {
            places: vec![0; levels],
            starts: vec![0],
            offsets: Vec::with_capacity(levels),
            entries: 0,
        };
        for block in order.chunk_by(|one, two| one.0 == two.0) {
            let begin = components.offsets.len();
            for (place, (_, level)) in (begin..).zip(block) {
                components.places[*level] = place;
                // Blocks have at least as many entries as rows: never below 0.
                components.offsets.push(components.entries - begin);
                components.entries += block.len();
            }
            components.starts.push(components.offsets.len());
        }
        components
    }

    /// The places of each component.
    pub(super) fn blocks(&self) -> impl Iterator<Item = Range<usize>> {
        self.starts.windows(2).map(|ends| ends[0]..ends[1])
    }

    /// How many levels the largest component has.
    pub(super) fn largest(&self) -> usize {
        self.blocks().map(|block| block.len()).max().unwrap_or(0)
    }

    /// Where the entry of two places of one component stands.
    pub(super) fn at(&self, row: usize, column: usize) -> usize {
        self.offsets[row] + column
    }

    /// Where all entries of one component stand.
    pub(super) fn span(&self, block: &Range<usize>) -> Range<usize> {
        let begin = self.at(block.start, block.start);
        begin..begin + block.len() * block.len()
    }
}

/// The smallest level that was linked so far; the paths walked become shorter.
fn smallest(towards: &mut [usize], level: usize) -> usize {
    let mut level = level;
    while towards[level] != level {
        towards[level] = towards[towards[level]];
        level = towards[level];
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_by_component() {
        let links = [[4, 1], [3, 3], [6, 4], [5, 2]];
        let components = Components::of(7, links.into_iter());
        // {0}, {1, 4, 6}, {2, 5}, {3}
        assert_eq!(components.places, [0, 1, 4, 6, 2, 5, 3]);
        let blocks: Vec<_> = components.blocks().collect();
        assert_eq!(blocks, [0..1, 1..4, 4..6, 6..7]);
        assert_eq!((components.largest(), components.entries), (3, 15));
        let mut next = 0;
        for block in blocks {
            assert_eq!(components.span(&block).start, next);
            for row in block.clone() {
                for column in block.clone() {
                    assert_eq!(components.at(row, column), next);
                    next += 1;
                }
            }
        }
        assert_eq!(next, components.entries);
    }

    #[test]
    fn what_hangs_together_keeps_its_order() {
        let chain = (1..9).rev().map(|level| [level, level - 1]);
        let components = Components::of(9, chain);
        assert_eq!(components.places, (0..9).collect::<Vec<_>>());
        assert_eq!((components.largest(), components.entries), (9, 81));
    }
}
