use uuid::Uuid;

use super::{Finding, PAGE, Verification, advance, page};
use crate::audit::chain::{self, Row};
use crate::audit::{AuditAction, Head, query};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What};
use crate::plain::{from_column, hash_from_column};

statements! {
    AUDIT_PAGE = "SELECT seq, day, account_id, client_id, sealed, mac FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";
}

type Columns = (i64, i64, Option<Uuid>, Option<Uuid>, Vec<u8>, Vec<u8>);

impl Verification<'_> {
    /// Follows the chain from its first line and learns from it what the rows should be like.
    pub(super) async fn audit_chain(&mut self, kept: &[Head]) -> Result<(), StoreError> {
        let mut end = Head::EMPTY;
        let mut recognised = vec![false; kept.len()];
        loop {
            let rows: Vec<Columns> = page!(self.tx, AUDIT_PAGE, crate::plain::to_column(end.seq));
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let mut before = end.seq;
                end = self.audit_line(end, row)?;
                advance(&mut before, end.seq)?;
                for (head, recognised) in kept.iter().zip(&mut recognised) {
                    *recognised |= *head == end;
                }
            }
        }
        self.compare_heads(end).await?;
        for (head, recognised) in kept.iter().zip(recognised) {
            if !recognised && *head != Head::EMPTY {
                self.found(Finding::HeadUnknown { seq: head.seq });
            }
        }
        Ok(())
    }

    /// Checks the line after `end` and returns the end with it.
    fn audit_line(
        &mut self,
        end: Head,
        (seq, day, account, client, sealed, mac): Columns,
    ) -> Result<Head, StoreError> {
        let number = from_column(What::AuditLine, seq)?;
        let stored = Head {
            seq: number,
            mac: hash_from_column(What::AuditLine, &mac)?,
        };
        let row = Row {
            seq,
            day,
            account,
            client,
            sealed,
        };
        self.report.counted.audit_lines += 1;
        if number != end.seq + 1 {
            self.found(Finding::AuditLinesMissing {
                from: end.seq + 1,
                to: number.saturating_sub(1),
            });
        } else if chain::mac(self.store.vault(), &end.mac, &row) != stored.mac {
            self.found(Finding::AuditLineChanged { seq: number });
            return Ok(stored);
        }
        match chain::open_row(self.store.vault(), row) {
            Ok((line, wrote)) => {
                if line.action == AuditAction::Erase {
                    self.told.erased.extend(line.client);
                }
                for one in &wrote {
                    self.told.learn(one);
                }
            }
            Err(_) => self.found(Finding::AuditLineChanged { seq: number }),
        }
        Ok(stored)
    }

    async fn compare_heads(&mut self, end: Head) -> Result<(), StoreError> {
        let head = match query::head(self.tx.connection()).await {
            Ok(head) => head,
            Err(StoreError::Damaged { .. }) => {
                self.found(Finding::AuditHeadChanged);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if head.seq > end.seq {
            self.found(Finding::AuditLinesMissing {
                from: end.seq + 1,
                to: head.seq,
            });
        } else if head != end {
            self.found(Finding::AuditHeadChanged);
        }
        self.report.head = Some(head);
        Ok(())
    }
}
