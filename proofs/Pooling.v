(** The backward rules of pooling. *)

From Coq Require Import Reals List Lra Lia Arith Bool.
From Coquelicot Require Import Coquelicot.
From nnbook Require Import Gradient.
Import ListNotations.
Open Scope R_scope.

Fixpoint largest {I : Type} (s : list I) (f : I -> R) : R :=
  match s with [] => 0 | [i] => f i | i :: s => Rmax (f i) (largest s f) end.

(** It is one of the values, and none is larger. *)
Theorem largest_value : forall (I : Type) (s : list I) (f : I -> R), s <> [] ->
  (exists i, In i s /\ largest s f = f i) /\ forall i, In i s -> f i <= largest s f.
Proof.
  intros I s f; induction s as [|i s IH]; [easy|]; intros _; destruct s as [|k s].
  - simpl; split; [exists i; auto|]; intros l [->|[]]; lra.
  - destruct IH as [(j & inside & same) above]; [easy|].
    change (largest (i :: k :: s) f) with (Rmax (f i) (largest (k :: s) f)); split.
    + unfold Rmax; destruct (Rle_dec (f i) (largest (k :: s) f)); [exists j|exists i]; simpl in *; tauto.
    + intros l [->|there]; [apply Rmax_l|]; apply Rle_trans with (largest (k :: s) f); [auto|apply Rmax_r].
Qed.

Lemma largest_ext {I : Type} (s : list I) (f g : I -> R) : (forall i, f i = g i) -> largest s f = largest s g.
Proof.
  intros same; induction s as [|i s IH]; [easy|]; destruct s; simpl in *; [apply same|].
  now rewrite same, IH.
Qed.

Definition max_pool (k : nat) (x : nat * nat * nat * nat -> R) :
    nat * nat * nat * nat -> R :=
  fun '(e, c, i, j) => largest (grid k k)
    (fun '(u, v) => x (e, c, i * k + u, j * k + v)%nat).

Definition mean_pool (k : nat) (x : nat * nat * nat * nat -> R) :
    nat * nat * nat * nat -> R :=
  fun '(e, c, i, j) =>
    (\sum_(u < k) \sum_(v < k) x (e, c, i * k + u, j * k + v)%nat) / INR k ^ 2.

(** A pixel of a window is a pixel of the image. *)
Lemma window_inside k h i u : (i < h / k)%nat -> (u < k)%nat -> (i * k + u < h)%nat.
Proof. intros iin uin; pose proof (Nat.mul_div_le h k ltac:(lia));
  assert (k * (i + 1) <= k * (h / k))%nat by (apply Nat.mul_le_mono_l; lia); lia. Qed.

Lemma window_number k i u : (u < k)%nat -> ((i * k + u) / k)%nat = i.
Proof. intros uin; rewrite Nat.div_add_l, Nat.div_small by lia; lia. Qed.

(** The pixels of all windows are those above the last whole window. *)
Lemma total_windows (k h : nat) (F : nat -> R) : (0 < k)%nat ->
  \sum_(i < h / k) \sum_(u < k) F (i * k + u)%nat = \sum_(r < h) (if (r / k <? h / k)%nat then F r else 0).
Proof.
  intros pos.
  transitivity (total (axis (h / k)) (fun i => total (axis k) (fun u => total (axis h)
    (fun r => if (r =? i * k + u)%nat then F r else 0)))).
  { apply total_axis_ext; intros i iin; apply total_axis_ext; intros u uin.
    rewrite (total_single (axis h) _ (i * k + u)%nat); [now rewrite Nat.eqb_refl|apply seq_NoDup| |].
    - now apply in_axis, window_inside.
    - intros r _ other; destruct (Nat.eqb_spec r (i * k + u)); easy. }
  transitivity (total (grid (h / k) k) (fun e => total (axis h)
    (fun r => if (r =? fst e * k + snd e)%nat then F r else 0))); [now rewrite total_grid|].
  rewrite total_swap; apply total_axis_ext; intros r row_in.
  destruct (Nat.ltb_spec (r / k) (h / k)) as [inside|outside].
  - rewrite (total_single (grid (h / k) k) _ (r / k, r mod k)%nat).
    + cbn [fst snd]; now rewrite (Nat.mul_comm (r / k) k), <- Nat.div_mod_eq; rewrite Nat.eqb_refl.
    + apply NoDup_prod; apply seq_NoDup.
    + apply in_grid; split; [easy|]; apply Nat.mod_upper_bound; lia.
    + intros (i, u) there other; apply in_grid in there; cbn [fst snd].
      destruct (Nat.eqb_spec r (i * k + u)); [exfalso; apply other|easy]; subst.
      rewrite window_number by lia.
      now rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small by lia.
  - transitivity (total (grid (h / k) k) (fun _ => 0)); [|apply total_zero].
    apply total_ext; intros (i, u) there; apply in_grid in there; cbn [fst snd].
    destruct (Nat.eqb_spec r (i * k + u)); [exfalso; subst|easy].
    rewrite window_number in outside; lia.
Qed.

Lemma total_all_windows (k h w : nat) (F : nat -> nat -> R) : (0 < k)%nat ->
  \sum_(i < h / k) \sum_(j < w / k) \sum_(u < k) \sum_(v < k) F (i * k + u)%nat (j * k + v)%nat =
  \sum_(r < h) \sum_(q < w) (if ((r / k <? h / k) && (q / k <? w / k))%nat then F r q else 0).
Proof.
  intros pos.
  transitivity (total (axis (h / k)) (fun i => total (axis k) (fun u => total (axis w)
    (fun q => if (q / k <? w / k)%nat then F (i * k + u)%nat q else 0)))).
  { apply total_ext; intros i _; rewrite total_swap; apply total_ext; intros u _; now apply total_windows. }
  rewrite (total_windows k h (fun r => total (axis w) (fun q => if (q / k <? w / k)%nat then F r q else 0))) by easy.
  apply total_ext; intros r _; destruct (r / k <? h / k)%nat; simpl; [easy|now rewrite total_zero].
Qed.

(** [eq:calculus-pooling]
    $$
    \text{mean:} \quad \frac{\partial C}{\partial x} = \frac{g}{s^2},
    \qquad\qquad
    \text{maximum:} \quad \frac{\partial C}{\partial x} = \begin{cases} g & \text{if } x \text{ is the largest}
    \\ 0 & \text{otherwise} \end{cases}
    $$ *)
Theorem mean_pooling : forall (examples channels k h w : nat)
    (x : nat * nat * nat * nat -> R)
    (C : (nat * nat * nat * nat -> R) -> R) (g : nat * nat * nat * nat -> R),
  (0 < k)%nat ->
  gradient (box examples channels (h / k) (w / k)) C (mean_pool k x) g ->
  gradient (box examples channels h w) (fun x => C (mean_pool k x)) x
    (fun '(e, c, r, q) =>
      if ((r / k <? h / k) && (q / k <? w / k))%nat
      then g (e, c, r / k, q / k)%nat / INR k ^ 2 else 0).
Proof.
  intros examples channels k h w x C g pos outer.
  apply backward with (o := box examples channels (h / k) (w / k)) (g := g) (D := fun '(e, c, i, j) d =>
    (\sum_(u < k) \sum_(v < k) d (e, c, i * k + u, j * k + v)%nat) * / INR k ^ 2); [easy| |].
  - intros (((e, c), i), j) inside; apply in_box in inside; unfold mean_pool, Rdiv; cbv beta iota.
    apply differential_scale_right.
    apply (differential_total _ (axis k) (fun x u => total (axis k) (fun v => x (e, c, i * k + u, j * k + v)%nat)) x
      (fun u d => total (axis k) (fun v => d (e, c, i * k + u, j * k + v)%nat))).
    intros u uin; apply in_axis in uin.
    apply (differential_total _ (axis k) (fun x v => x (e, c, i * k + u, j * k + v)%nat) x
      (fun v d => d (e, c, i * k + u, j * k + v)%nat)).
    intros v vin; apply in_axis in vin; apply differential_coordinate, in_box.
    repeat split; try lia; apply window_inside; lia.
  - intros d; rewrite !total_box; apply total_ext; intros e _; apply total_ext; intros c _.
    transitivity (\sum_(i < h / k) \sum_(j < w / k) \sum_(u < k) \sum_(v < k)
      g (e, c, (i * k + u) / k, (j * k + v) / k)%nat / INR k ^ 2 * d (e, c, i * k + u, j * k + v)%nat).
    + apply total_ext; intros i _; apply total_ext; intros j _.
      rewrite <- total_scale_right, <- total_scale; apply total_axis_ext; intros u uin.
      rewrite <- total_scale_right, <- total_scale; apply total_axis_ext; intros v vin.
      rewrite !window_number by easy; unfold Rdiv; ring.
    + rewrite (total_all_windows k h w (fun r q => g (e, c, r / k, q / k)%nat / INR k ^ 2 * d (e, c, r, q))) by easy.
      apply total_ext; intros r _; apply total_ext; intros q _; destruct (_ && _); ring.
Qed.

(** Off ties: in every window the largest value stands at one pixel only. *)
Definition largest_once (examples channels k h w : nat)
    (x : nat * nat * nat * nat -> R) : Prop :=
  forall e c i j u v u' v', (e < examples)%nat -> (c < channels)%nat ->
    (i < h / k)%nat -> (j < w / k)%nat ->
    (u < k)%nat -> (v < k)%nat -> (u' < k)%nat -> (v' < k)%nat ->
    x (e, c, i * k + u, j * k + v)%nat = max_pool k x (e, c, i, j) ->
    x (e, c, i * k + u', j * k + v')%nat = max_pool k x (e, c, i, j) ->
    u = u' /\ v = v'.

(** What is largest by a distance stays the largest when all values move a little. *)
Lemma largest_at {I : Type} (s : list I) (f : I -> R) t : In t s -> (forall i, In i s -> f i <= f t) ->
  largest s f = f t.
Proof.
  intros inside below; assert (s <> []) as some by (now intros ->).
  destruct (largest_value I s f some) as [(i & there & same) above].
  apply Rle_antisym; [rewrite same|]; auto.
Qed.

Lemma gap {I : Type} (s : list I) (f : I -> R) t : (forall i, In i s -> i = t \/ f i < f t) ->
  exists d, 0 < d /\ forall i, In i s -> i = t \/ f i + d <= f t.
Proof.
  induction s as [|i s IH]; intros below; [exists 1; split; [lra|easy]|].
  destruct IH as (d & pos & far); [auto using in_cons|].
  destruct (below i (in_eq _ _)) as [->|less].
  - exists d; split; [easy|]; intros l [->|there]; auto.
  - exists (Rmin d (f t - f i)); split; [apply Rmin_pos; lra|].
    pose proof (Rmin_l d (f t - f i)); pose proof (Rmin_r d (f t - f i)).
    intros l [->|there]; [right; lra|]; destruct (far l there); [now left|right; lra].
Qed.

(** [eq:calculus-pooling]
    $$
    \text{mean:} \quad \frac{\partial C}{\partial x} = \frac{g}{s^2},
    \qquad\qquad
    \text{maximum:} \quad \frac{\partial C}{\partial x} = \begin{cases} g & \text{if } x \text{ is the largest}
    \\ 0 & \text{otherwise} \end{cases}
    $$ *)
Theorem max_pooling : forall (examples channels k h w : nat)
    (x : nat * nat * nat * nat -> R)
    (C : (nat * nat * nat * nat -> R) -> R) (g : nat * nat * nat * nat -> R),
  (0 < k)%nat ->
  largest_once examples channels k h w x ->
  gradient (box examples channels (h / k) (w / k)) C (max_pool k x) g ->
  gradient (box examples channels h w) (fun x => C (max_pool k x)) x
    (fun '(e, c, r, q) =>
      if ((r / k <? h / k) && (q / k <? w / k))%nat
      then (if Req_EM_T (x (e, c, r, q)) (max_pool k x (e, c, r / k, q / k)%nat)
        then g (e, c, r / k, q / k)%nat else 0)
      else 0).
Proof.
  intros examples channels k h w x C g pos once outer.
  apply backward with (o := box examples channels (h / k) (w / k)) (g := g) (D := fun '(e, c, i, j) d =>
    \sum_(u < k) \sum_(v < k) (if Req_EM_T (x (e, c, i * k + u, j * k + v)%nat) (max_pool k x (e, c, i, j))
      then d (e, c, i * k + u, j * k + v)%nat else 0)); [easy| |].
  - intros (((e, c), i), j) inside; apply in_box in inside; cbv beta iota.
    set (pixel := fun '(u, v) => (e, c, i * k + u, j * k + v)%nat).
    assert (within : forall a, In a (grid k k) -> In (pixel a) (box examples channels h w)).
    { intros (u, v) there; apply in_grid in there; apply in_box; repeat split; try lia; apply window_inside; lia. }
    assert (pools : forall z, max_pool k z (e, c, i, j) = largest (grid k k) (fun a => z (pixel a))).
    { intros z; unfold max_pool; apply largest_ext; now intros (u, v). }
    destruct (largest_value _ (grid k k) (fun a => x (pixel a))) as [(t & tin & top) above].
    { intros none; assert (there : In (0, 0)%nat (grid k k)) by (apply in_grid; lia).
      rewrite none in there; destruct there. }
    rewrite <- pools in top, above.
    assert (alone : forall a, In a (grid k k) -> x (pixel a) = max_pool k x (e, c, i, j) -> a = t).
    { intros (u, v) there same; destruct t as (u', v').
      apply in_grid in there; pose proof (proj1 (in_grid _ _ _ _) tin) as tin'.
      destruct (once e c i j u v u' v') as [-> ->]; try lia; auto. }
    apply differential_by with (D := fun d => d (pixel t)).
    + apply differential_local with (f' := fun z => z (pixel t)); [|now apply differential_coordinate, within].
      destruct (gap (grid k k) (fun a => x (pixel a)) t) as (d & dpos & far).
      { intros a there; destruct (Rle_lt_or_eq_dec _ _ (above a there)) as [less|same].
        - right; rewrite top in less; exact less.
        - left; now apply alone. }
      exists (d / 2); split; [lra|]; intros z close; rewrite pools.
      apply (largest_at (grid k k) (fun a => z (pixel a)) t tin); intros a there.
      assert (moved : forall b, In b (grid k k) -> Rabs (z (pixel b) - x (pixel b)) < d / 2).
      { intros b bin; eapply Rle_lt_trans; [|exact close].
        apply (total_term (box examples channels h w) (fun p => Rabs (z p - x p))); [intros; apply Rabs_pos|auto]. }
      destruct (far a there) as [->|away]; [lra|].
      pose proof (Rabs_def2 _ _ (moved a there)); pose proof (Rabs_def2 _ _ (moved t tin)); lra.
    + intros d; transitivity (total (grid k k) (fun a =>
        if Req_EM_T (x (pixel a)) (max_pool k x (e, c, i, j)) then d (pixel a) else 0));
        [symmetry|now rewrite total_grid].
      rewrite (total_single (grid k k) _ t); [| |easy|].
      * destruct (Req_EM_T (x (pixel t)) (max_pool k x (e, c, i, j))); [easy|now symmetry in top].
      * apply NoDup_prod; apply seq_NoDup.
      * intros a there other; destruct (Req_EM_T _ _); [|easy]; now destruct (other (alone a there e0)).
  - intros d; rewrite !total_box; apply total_ext; intros e _; apply total_ext; intros c _.
    transitivity (\sum_(i < h / k) \sum_(j < w / k) \sum_(u < k) \sum_(v < k)
      ((fun r q => (if Req_EM_T (x (e, c, r, q)) (max_pool k x (e, c, r / k, q / k)%nat)
        then g (e, c, r / k, q / k)%nat else 0) * d (e, c, r, q)) (i * k + u)%nat (j * k + v)%nat)).
    + apply total_ext; intros i _; apply total_ext; intros j _.
      rewrite <- total_scale; apply total_axis_ext; intros u uin.
      rewrite <- total_scale; apply total_axis_ext; intros v vin.
      cbv beta; rewrite !window_number by easy; destruct (Req_EM_T _ _); ring.
    + rewrite (total_all_windows k h w (fun r q => (if Req_EM_T (x (e, c, r, q)) (max_pool k x (e, c, r / k, q / k)%nat)
        then g (e, c, r / k, q / k)%nat else 0) * d (e, c, r, q))) by easy.
      apply total_ext; intros r _; apply total_ext; intros q _; destruct (_ && _); ring.
Qed.
