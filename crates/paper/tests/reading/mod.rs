//! Reading a PDF back.

use lopdf::{Dictionary, Document, Object};

pub(crate) struct Read(Document);

/// An element of the structure, without what it holds of the page.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: String,
    pub(crate) children: Vec<Node>,
    pub(crate) alternative: String,
    pub(crate) scope: String,
    pub(crate) bounded: bool,
}

impl Node {
    pub(crate) fn kinds(&self) -> Vec<&str> {
        self.children
            .iter()
            .map(|child| child.kind.as_str())
            .collect()
    }
}

impl Read {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).unwrap())
    }

    fn catalog(&self) -> &Dictionary {
        self.0.catalog().unwrap()
    }

    fn at<'a>(&'a self, from: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.0
            .dereference(from.get(key).ok()?)
            .ok()
            .map(|(_, found)| found)
    }

    pub(crate) fn language(&self) -> String {
        words(self.at(self.catalog(), b"Lang").unwrap())
    }

    pub(crate) fn marked(&self) -> bool {
        let info = self
            .at(self.catalog(), b"MarkInfo")
            .unwrap()
            .as_dict()
            .unwrap();
        info.get(b"Marked").unwrap().as_bool().unwrap()
    }

    pub(crate) fn shows_title(&self) -> bool {
        let view = self
            .at(self.catalog(), b"ViewerPreferences")
            .unwrap()
            .as_dict()
            .unwrap();
        view.get(b"DisplayDocTitle").unwrap().as_bool().unwrap()
    }

    pub(crate) fn metadata(&self) -> String {
        let stream = self
            .at(self.catalog(), b"Metadata")
            .unwrap()
            .as_stream()
            .unwrap();
        let bytes = stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone());
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub(crate) fn bookmarks(&self) -> Vec<String> {
        let mut found = Vec::new();
        let outlines = self
            .at(self.catalog(), b"Outlines")
            .unwrap()
            .as_dict()
            .unwrap();
        self.marks(outlines, &mut found);
        found
    }

    fn marks(&self, of: &Dictionary, found: &mut Vec<String>) {
        let mut next = self.at(of, b"First");
        while let Some(mark) = next {
            let mark = mark.as_dict().unwrap();
            found.push(words(self.at(mark, b"Title").unwrap()));
            self.marks(mark, found);
            next = self.at(mark, b"Next");
        }
    }

    /// The text of each page.
    pub(crate) fn pages(&self) -> Vec<String> {
        let numbers: Vec<u32> = self.0.get_pages().keys().copied().collect();
        let text = |number: &u32| self.0.extract_text(&[*number]).unwrap();
        // Each stretch of type comes on a line of its own; what is read is the words.
        numbers
            .iter()
            .map(|number| text(number).replace('\n', ""))
            .collect()
    }

    /// The elements under the one that is the document.
    pub(crate) fn tree(&self) -> Vec<Node> {
        let root = self
            .at(self.catalog(), b"StructTreeRoot")
            .unwrap()
            .as_dict()
            .unwrap();
        let mut top = self.children(root);
        assert_eq!(top.len(), 1);
        let document = top.remove(0);
        assert_eq!(document.kind, "Document");
        document.children
    }

    fn children(&self, of: &Dictionary) -> Vec<Node> {
        let kids = match self.at(of, b"K") {
            Some(Object::Array(kids)) => kids.clone(),
            Some(kid) => vec![kid.clone()],
            None => Vec::new(),
        };
        kids.iter()
            .filter_map(|kid| self.0.dereference(kid).ok()?.1.as_dict().ok())
            .filter_map(|kid| self.node(kid))
            .collect()
    }

    fn node(&self, from: &Dictionary) -> Option<Node> {
        let kind = String::from_utf8_lossy(from.get(b"S").ok()?.as_name().ok()?).into_owned();
        let mut attributes = Vec::new();
        match self.at(from, b"A") {
            Some(Object::Array(all)) => {
                for one in all {
                    attributes.extend(self.0.dereference(one).ok()?.1.as_dict().ok());
                }
            }
            Some(one) => attributes.extend(one.as_dict().ok()),
            None => {}
        }
        let scope = attributes
            .iter()
            .find_map(|attribute| attribute.get(b"Scope").ok()?.as_name().ok());
        Some(Node {
            kind,
            children: self.children(from),
            alternative: self.at(from, b"Alt").map(words).unwrap_or_default(),
            scope: String::from_utf8_lossy(scope.unwrap_or_default()).into_owned(),
            bounded: attributes.iter().any(|attribute| attribute.has(b"BBox")),
        })
    }
}

fn words(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

/// For whoever runs the tests.
#[expect(clippy::print_stdout, reason = "tells that a check was left out")]
pub(crate) fn note(words: &str) {
    println!("{words}");
}
