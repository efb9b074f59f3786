//! Erasing a client for good: first the database, which is told in the audit and shows nobody anything from then on,
//! then the keys. Cut off between the two, it is finished when the program starts again.

use attune_ids::ClientId;
use attune_record::{Actor, AuditAction, AuditLine};
use attune_vault::VaultError;

use crate::policy::Eraser;
use crate::{App, AppError};

impl App {
    /// Erases the record behind this proof. `why` stands in the audit for ever: the caller takes it from a closed list,
    /// so that it says nothing clinical. There is no way back.
    pub(crate) async fn erase(&self, eraser: &Eraser, why: &str) -> Result<(), AppError> {
        let client = eraser.writer.reader.client;
        let actor = Actor::Account(eraser.writer.reader.staff.id());
        let line = AuditLine {
            detail: why.to_owned(),
            ..self.line(actor, AuditAction::Erase, Some(client))
        };
        self.store.erase(client, &line).await?;
        self.recent.forget(client);
        // From here on nobody finds the record any more; what is left is that nobody can.
        self.destroy_keys(client, actor).await
    }

    /// Finishes erasures that were cut off before the keys were destroyed. Returns how many.
    ///
    /// # Errors
    /// The store cannot be read, or the keyring not be written.
    pub async fn finish_erasures(&self) -> Result<usize, AppError> {
        let mut finished = 0;
        for client in self.store.erased_clients().await? {
            match self.vault.erase_client(client) {
                Err(VaultError::UnknownClient(_)) => {}
                done => {
                    self.say_destroyed(client, Actor::Program, done?.epoch)
                        .await?;
                    finished += 1;
                }
            }
        }
        Ok(finished)
    }

    async fn destroy_keys(&self, client: ClientId, actor: Actor) -> Result<(), AppError> {
        let epoch = match self.vault.erase_client(client) {
            // Another program of this practice started meanwhile and finished it.
            Err(VaultError::UnknownClient(_)) => self.vault.epoch(),
            done => done?.epoch,
        };
        self.say_destroyed(client, actor, epoch).await?;
        self.refresh_index().await
    }

    async fn say_destroyed(
        &self,
        client: ClientId,
        actor: Actor,
        epoch: u32,
    ) -> Result<(), AppError> {
        let line = AuditLine {
            detail: format!("keys destroyed; keyring copies before epoch {epoch} still hold them"),
            ..self.line(actor, AuditAction::Erase, Some(client))
        };
        Ok(self.store.audit(&line).await?)
    }
}
