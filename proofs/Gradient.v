(** What a gradient is.

    A tensor is a function from its indices to the real numbers: a vector has natural numbers for indices, a matrix
    pairs of them. A finite list says which indices there are, so every theorem holds for every size. *)

From Coq Require Import Reals List Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
Import ListNotations.
Open Scope R_scope.

(** * Finite sums *)

Fixpoint total {I : Type} (s : list I) (f : I -> R) : R :=
  match s with [] => 0 | i :: s => f i + total s f end.

(** The indices of a vector, of a matrix, and of an array with four axes, such as a batch of images. *)
Definition axis (n : nat) : list nat := seq 0 n.
Definition grid (n m : nat) : list (nat * nat) := list_prod (axis n) (axis m).
Definition box (n m p q : nat) : list (nat * nat * nat * nat) :=
  list_prod (list_prod (grid n m) (axis p)) (axis q).

Notation "\sum_ ( i 'in' s ) e" := (total s (fun i => e)) (at level 41, i name, s at level 99, e at level 41).
Notation "\sum_ ( i < n ) e" := (total (axis n) (fun i => e)) (at level 41, i name, n at level 69, e at level 41).

Section Sums.
Context {I : Type}.
Implicit Types (s : list I) (f g : I -> R).

Lemma total_ext s f g : (forall i, In i s -> f i = g i) -> total s f = total s g.
Proof.
  induction s as [|i s IH]; simpl; intros H; [easy|].
  rewrite (H i), IH; auto.
Qed.

Lemma total_zero s : total s (fun _ => 0) = 0.
Proof. induction s; simpl; lra. Qed.

Lemma total_plus s f g : total s (fun i => f i + g i) = total s f + total s g.
Proof. induction s; simpl; lra. Qed.

Lemma total_minus s f g : total s (fun i => f i - g i) = total s f - total s g.
Proof. induction s; simpl; lra. Qed.

Lemma total_scale s c f : total s (fun i => c * f i) = c * total s f.
Proof. induction s; simpl; lra. Qed.

Lemma total_scale_right s c f : total s (fun i => f i * c) = total s f * c.
Proof. induction s; simpl; lra. Qed.

Lemma total_le s f g : (forall i, In i s -> f i <= g i) -> total s f <= total s g.
Proof.
  induction s as [|i s IH]; simpl; intros H; [lra|].
  apply Rplus_le_compat; auto.
Qed.

Lemma total_nonnegative s f : (forall i, In i s -> 0 <= f i) -> 0 <= total s f.
Proof. intros H; rewrite <- (total_zero s); now apply total_le. Qed.

Lemma total_abs s f : Rabs (total s f) <= total s (fun i => Rabs (f i)).
Proof.
  induction s as [|i s IH]; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|lra].
Qed.

Lemma total_term s f i : (forall k, In k s -> 0 <= f k) -> In i s -> f i <= total s f.
Proof.
  induction s as [|k s IH]; simpl; intros pos H; [easy|].
  assert (0 <= total s f) by (apply total_nonnegative; auto).
  assert (0 <= f k) by auto.
  destruct H as [->|H]; [lra|].
  specialize (IH (fun k h => pos k (or_intror h)) H); lra.
Qed.

Lemma total_app s s' f : total (s ++ s') f = total s f + total s' f.
Proof. induction s; simpl; lra. Qed.

(** Of a sum in which all terms but one are zero, that one remains. *)
Lemma total_single s f i :
  NoDup s -> In i s -> (forall k, In k s -> k <> i -> f k = 0) -> total s f = f i.
Proof.
  induction s as [|k s IH]; simpl; intros once inside zero; [easy|].
  inversion once as [|? ? new rest]; subst.
  destruct inside as [->|inside].
  - rewrite (total_ext s f (fun _ => 0)), total_zero; [lra|].
    intros k h; apply zero; [now right|]; now intros ->.
  - rewrite IH; auto.
    rewrite (zero k); [lra|now left|]; now intros ->.
Qed.

End Sums.

Lemma total_map {I J : Type} (a : J -> I) (t : list J) (f : I -> R) : total (map a t) f = total t (fun j => f (a j)).
Proof. induction t; simpl; lra. Qed.

Lemma total_swap {I J : Type} (s : list I) (t : list J) (f : I -> J -> R) :
  total s (fun i => total t (f i)) = total t (fun j => total s (fun i => f i j)).
Proof.
  induction s as [|i s IH]; simpl; [now rewrite total_zero|].
  now rewrite IH, total_plus.
Qed.

Lemma total_prod {I J : Type} (s : list I) (t : list J) (f : I * J -> R) :
  total (list_prod s t) f = total s (fun i => total t (fun j => f (i, j))).
Proof.
  induction s as [|i s IH]; simpl; [easy|].
  now rewrite total_app, total_map, IH.
Qed.


Lemma NoDup_prod {I J : Type} (s : list I) (t : list J) : NoDup s -> NoDup t -> NoDup (list_prod s t).
Proof.
  intros one two; induction one as [|i s new one IH]; simpl; [constructor|].
  assert (row : NoDup (map (fun j => (i, j)) t)).
  { clear -two; induction two as [|j t new two IH]; simpl; constructor; auto.
    rewrite in_map_iff; intros (j' & same & inside); inversion same; now subst. }
  assert (apart : forall p, In p (map (fun j => (i, j)) t) -> ~ In p (list_prod s t)).
  { intros (a, b); rewrite in_map_iff, in_prod_iff; intros (j & same & _) (inside & _).
    inversion same; now subst. }
  clear -row apart IH; induction (map (fun j => (i, j)) t) as [|p l add]; simpl; [easy|].
  inversion row; subst; constructor.
  - rewrite in_app_iff; intros [h|h]; [easy|]. apply (apart p); [now left|easy].
  - apply add; auto; intros q h; apply apart; now right.
Qed.

Lemma in_axis n i : In i (axis n) <-> (i < n)%nat.
Proof. unfold axis; rewrite in_seq; lia. Qed.

Lemma in_grid n m i j : In (i, j) (grid n m) <-> (i < n /\ j < m)%nat.
Proof. unfold grid; now rewrite in_prod_iff, !in_axis. Qed.

Lemma in_box n m p q a b c d : In (a, b, c, d) (box n m p q) <-> (a < n /\ b < m /\ c < p /\ d < q)%nat.
Proof. unfold box, grid; rewrite !in_prod_iff, !in_axis; tauto. Qed.

Lemma total_grid n m (f : nat * nat -> R) : total (grid n m) f = \sum_(i < n) \sum_(j < m) f (i, j).
Proof. apply total_prod. Qed.

Lemma total_box n m p q (f : nat * nat * nat * nat -> R) :
  total (box n m p q) f = \sum_(a < n) \sum_(b < m) \sum_(c < p) \sum_(d < q) f (a, b, c, d).
Proof. unfold box, grid; rewrite !total_prod; reflexivity. Qed.

Lemma total_axis_ext n (f g : nat -> R) : (forall i, (i < n)%nat -> f i = g i) -> total (axis n) f = total (axis n) g.
Proof. intros H; apply total_ext; intros i inside; apply H; now apply in_axis. Qed.

(** Sums change places with a factor, and with each other. *)
Lemma transpose {I O : Type} (s : list I) (o : list O) (g : O -> R) (M : O -> I -> R) (h : I -> R) :
  \sum_(j in o) (g j * \sum_(i in s) M j i * h i) = \sum_(i in s) (\sum_(j in o) g j * M j i) * h i.
Proof.
  transitivity (total o (fun j => total s (fun i => g j * M j i * h i))).
  - apply total_ext; intros; rewrite <- total_scale; apply total_ext; intros; ring.
  - rewrite total_swap; apply total_ext; intros; now rewrite <- total_scale_right.
Qed.

(** * The gradient *)

Definition distance {I : Type} (s : list I) (x z : I -> R) : R := \sum_(i in s) Rabs
    (z i - x i).

(** C(z) is C(x), plus the products of the slopes [g] and the moves, plus a remainder that is small even beside the
    moves: as small a share [eps] of them as you please, if only the moves are small enough. *)
Definition gradient {I : Type} (s : list I) (C : (I -> R) -> R)
    (x g : I -> R) : Prop :=
  forall eps, 0 < eps -> exists d, 0 < d /\ forall z, distance s x z < d ->
    Rabs (C z - C x - \sum_(i in s) g i * (z i - x i)) <= eps * distance s x z.

(** The same with any bounded function of the moves in the place of the sum of products. *)
Definition differential {I : Type} (s : list I) (C : (I -> R) -> R) (x : I -> R)
    (D : (I -> R) -> R) : Prop :=
  (exists L, 0 <= L /\ forall h, Rabs (D h) <= L * \sum_(i in s) Rabs (h i)) /\
  forall eps, 0 < eps -> exists d, 0 < d /\ forall z, distance s x z < d ->
    Rabs (C z - C x - D (fun i => z i - x i)) <= eps * distance s x z.

Section Rules.
Context {I : Type} (s : list I).
Implicit Types (C f : (I -> R) -> R) (x z g h : I -> R) (D : (I -> R) -> R).

Lemma distance_nonnegative x z : 0 <= distance s x z.
Proof. apply total_nonnegative; intros; apply Rabs_pos. Qed.

Lemma linear_bounded g h :
  Rabs (total s (fun i => g i * h i)) <= total s (fun i => Rabs (g i)) * total s (fun i => Rabs (h i)).
Proof.
  eapply Rle_trans; [apply total_abs|].
  rewrite <- total_scale_right. (* each |g i| |h i| is at most |g i| times all of |h| *)
  apply total_le; intros i inside; rewrite Rabs_mult.
  apply Rmult_le_compat_l; [apply Rabs_pos|].
  apply (total_term s (fun i => Rabs (h i))); auto; intros; apply Rabs_pos.
Qed.

Lemma differential_of_gradient C x g : gradient s C x g -> differential s C x (fun h => \sum_(i in s) g i * h i).
Proof.
  intros H; split; [|exact H].
  exists (total s (fun i => Rabs (g i))); split; [|intros h; apply linear_bounded].
  apply total_nonnegative; intros; apply Rabs_pos.
Qed.

Lemma gradient_of_differential C x D g :
  differential s C x D -> (forall h, D h = \sum_(i in s) g i * h i) -> gradient s C x g.
Proof.
  intros [_ H] same eps pos; destruct (H eps pos) as (d & dpos & near).
  exists d; split; [easy|]; intros z close; rewrite <- same; auto.
Qed.

Lemma gradient_ext C x g g' : gradient s C x g -> (forall i, In i s -> g i = g' i) -> gradient s C x g'.
Proof.
  intros H same eps pos; destruct (H eps pos) as (d & dpos & near).
  exists d; split; [easy|]; intros z close.
  rewrite <- (total_ext s (fun i => g i * (z i - x i))); [now apply near|].
  intros i inside; now rewrite same.
Qed.

(** Only values near x count. *)
Lemma differential_local f f' x D :
  (exists d, 0 < d /\ forall z, distance s x z < d -> f z = f' z) -> differential s f' x D -> differential s f x D.
Proof.
  intros (d & dpos & same) [bound H]; split; [easy|]; intros eps pos.
  destruct (H eps pos) as (d' & dpos' & near).
  exists (Rmin d d'); split; [now apply Rmin_pos|]; intros z close.
  assert (here : distance s x x = 0).
  { unfold distance; rewrite (total_ext s _ (fun _ => 0)); [apply total_zero|].
    intros i _; replace (x i - x i) with 0 by ring; apply Rabs_R0. }
  rewrite (same z), (same x); [apply near| |]; rewrite ?here; auto;
    eapply Rlt_le_trans; eauto; [apply Rmin_r|apply Rmin_l].
Qed.

Lemma differential_ext f f' x D : (forall z, f z = f' z) -> differential s f' x D -> differential s f x D.
Proof. intros same; apply differential_local; exists 1; split; [lra|auto]. Qed.

Lemma gradient_same f f' x g : (forall z, f z = f' z) -> gradient s f' x g -> gradient s f x g.
Proof.
  intros same H; eapply gradient_of_differential; [|reflexivity].
  eapply differential_ext; [exact same|now apply differential_of_gradient].
Qed.

Lemma differential_by f x D D' : differential s f x D -> (forall h, D h = D' h) -> differential s f x D'.
Proof.
  intros [(L & pos & bound) H] same; split.
  - exists L; split; [easy|]; intros h; now rewrite <- same.
  - intros eps epos; destruct (H eps epos) as (d & dpos & near).
    exists d; split; [easy|]; intros z close; rewrite <- same; auto.
Qed.

Lemma differential_const c x : differential s (fun _ => c) x (fun _ => 0).
Proof.
  split.
  - exists 0; split; [lra|]; intros h; rewrite Rabs_R0; lra.
  - intros eps pos; exists 1; split; [lra|]; intros z _.
    replace (c - c - 0) with 0 by ring; rewrite Rabs_R0.
    apply Rmult_le_pos; [lra|apply distance_nonnegative].
Qed.

Lemma differential_coordinate i x : In i s -> differential s (fun x => x i) x (fun h => h i).
Proof.
  intros inside; split.
  - exists 1; split; [lra|]; intros h; rewrite Rmult_1_l.
    apply (total_term s (fun i => Rabs (h i))); auto; intros; apply Rabs_pos.
  - intros eps pos; exists 1; split; [lra|]; intros z _.
    replace (z i - x i - (z i - x i)) with 0 by ring; rewrite Rabs_R0.
    apply Rmult_le_pos; [lra|apply distance_nonnegative].
Qed.

Lemma differential_plus f f' x D D' :
  differential s f x D -> differential s f' x D' ->
  differential s (fun x => f x + f' x) x (fun h => D h + D' h).
Proof.
  intros [(L & Lpos & bound) one] [(L' & Lpos' & bound') two]; split.
  - exists (L + L'); split; [lra|]; intros h.
    eapply Rle_trans; [apply Rabs_triang|]; specialize (bound h); specialize (bound' h); lra.
  - intros eps pos.
    destruct (one (eps / 2)) as (d & dpos & near); [lra|].
    destruct (two (eps / 2)) as (d' & dpos' & near'); [lra|].
    exists (Rmin d d'); split; [now apply Rmin_pos|]; intros z close.
    pose proof (Rmin_l d d'); pose proof (Rmin_r d d').
    specialize (near z ltac:(lra)); specialize (near' z ltac:(lra)).
    match goal with |- Rabs ?a <= _ => replace a with
      ((f z - f x - D (fun i => z i - x i)) + (f' z - f' x - D' (fun i => z i - x i))) by ring end.
    eapply Rle_trans; [apply Rabs_triang|lra].
Qed.

Lemma differential_scale c f x D : differential s f x D -> differential s (fun x => c * f x) x (fun h => c * D h).
Proof.
  intros [(L & Lpos & bound) H]; split.
  - exists (Rabs c * L); split; [apply Rmult_le_pos; [apply Rabs_pos|easy]|]; intros h.
    rewrite Rabs_mult, Rmult_assoc; apply Rmult_le_compat_l; [apply Rabs_pos|easy].
  - intros eps pos.
    assert (cpos : 0 < Rabs c + 1) by (pose proof (Rabs_pos c); lra).
    destruct (H (eps / (Rabs c + 1))) as (d & dpos & near); [now apply Rdiv_lt_0_compat|].
    exists d; split; [easy|]; intros z close.
    match goal with |- Rabs ?a <= _ => replace a with (c * (f z - f x - D (fun i => z i - x i))) by ring end.
    rewrite Rabs_mult; specialize (near z close).
    apply Rle_trans with ((Rabs c + 1) * (eps / (Rabs c + 1) * distance s x z)).
    + apply Rmult_le_compat; auto using Rabs_pos; lra.
    + right; field; lra.
Qed.

Lemma differential_scale_right c f x D : differential s f x D -> differential s (fun x => f x * c) x (fun h => D h * c).
Proof.
  intros H; apply differential_by with (D := fun h => c * D h); [|intros; ring].
  apply differential_ext with (f' := fun x => c * f x); [intros; ring|now apply differential_scale].
Qed.

Lemma differential_minus f f' x D D' :
  differential s f x D -> differential s f' x D' ->
  differential s (fun x => f x - f' x) x (fun h => D h - D' h).
Proof.
  intros one two; apply differential_by with (D := fun h => D h + -1 * D' h); [|intros; ring].
  apply differential_ext with (f' := fun x => f x + -1 * f' x); [intros; ring|].
  now apply differential_plus; [|apply differential_scale].
Qed.

Lemma differential_total {O : Type} (o : list O) (f : (I -> R) -> O -> R) x (D : O -> (I -> R) -> R) :
  (forall j, In j o -> differential s (fun x => f x j) x (D j)) ->
  differential s (fun x => \sum_(j in o) f x j) x (fun h => \sum_(j in o) D j h).
Proof.
  induction o as [|j o IH]; simpl; intros H; [apply differential_const|].
  apply differential_plus; auto.
Qed.

(** Near x a function moves at most in proportion to what it depends on. *)
Lemma differential_lipschitz f x D : differential s f x D ->
  exists L d, 0 <= L /\ 0 < d /\ forall z, distance s x z < d -> Rabs (f z - f x) <= L * distance s x z.
Proof.
  intros [(L & Lpos & bound) H]; destruct (H 1 Rlt_0_1) as (d & dpos & near).
  exists (L + 1), d; repeat split; [lra|easy|]; intros z close; specialize (near z close).
  replace (f z - f x) with ((f z - f x - D (fun i => z i - x i)) + D (fun i => z i - x i)) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  specialize (bound (fun i => z i - x i)); unfold distance in *; lra.
Qed.

Lemma outputs_lipschitz {O : Type} (o : list O) (f : (I -> R) -> O -> R) x (D : O -> (I -> R) -> R) :
  (forall j, In j o -> differential s (fun x => f x j) x (D j)) ->
  exists L d, 0 <= L /\ 0 < d /\ forall z, distance s x z < d -> distance o (f x) (f z) <= L * distance s x z.
Proof.
  induction o as [|j o IH]; intros H.
  - exists 0, 1; repeat split; try lra; intros z _; unfold distance; simpl; lra.
  - destruct IH as (L & d & Lpos & dpos & near); [auto using in_cons|].
    destruct (differential_lipschitz _ _ _ (H j (in_eq _ _))) as (L' & d' & Lpos' & dpos' & near').
    exists (L' + L), (Rmin d d'); repeat split; [lra|now apply Rmin_pos|]; intros z close.
    pose proof (Rmin_l d d'); pose proof (Rmin_r d d').
    specialize (near z ltac:(lra)); specialize (near' z ltac:(lra)).
    unfold distance in *; simpl; lra.
Qed.

(** The chain rule: multiply along each path, and add over the paths. *)
Lemma differential_chain {O : Type} (o : list O) (f : (I -> R) -> O -> R) (C : (O -> R) -> R) x
  (D : O -> (I -> R) -> R) (g : O -> R) :
  (forall j, In j o -> differential s (fun x => f x j) x (D j)) -> gradient o C (f x) g ->
  differential s (fun x => C (f x)) x (fun h => \sum_(j in o) g j * D j h).
Proof.
  intros inner outer.
  assert (linear : differential s (fun x => total o (fun j => g j * f x j)) x
    (fun h => total o (fun j => g j * D j h))).
  { apply differential_total with (f := fun x j => g j * f x j) (D := fun j h => g j * D j h).
    intros j inside; apply differential_scale; auto. }
  destruct linear as [bound linear]; split; [exact bound|]; intros eps pos.
  destruct (outputs_lipschitz o f x D inner) as (L & d1 & Lpos & dpos1 & near1).
  destruct (outer (eps / 2 / (L + 1))) as (d2 & dpos2 & near2); [apply Rdiv_lt_0_compat; lra|].
  destruct (linear (eps / 2)) as (d3 & dpos3 & near3); [lra|].
  exists (Rmin d1 (Rmin (d2 / (L + 1)) d3)); split.
  { repeat apply Rmin_pos; auto; apply Rdiv_lt_0_compat; lra. }
  intros z close.
  pose proof (Rmin_l d1 (Rmin (d2 / (L + 1)) d3)); pose proof (Rmin_r d1 (Rmin (d2 / (L + 1)) d3)).
  pose proof (Rmin_l (d2 / (L + 1)) d3); pose proof (Rmin_r (d2 / (L + 1)) d3).
  specialize (near1 z ltac:(lra)); specialize (near3 z ltac:(lra)).
  pose proof (distance_nonnegative x z) as away.
  assert (moved : distance o (f x) (f z) <= (L + 1) * distance s x z) by nra.
  assert (small : (L + 1) * distance s x z < d2).
  { apply Rlt_le_trans with ((L + 1) * (d2 / (L + 1))); [apply Rmult_lt_compat_l; lra|right; field; lra]. }
  specialize (near2 (f z) ltac:(lra)).
  match goal with |- Rabs ?a <= _ => replace a with
    ((C (f z) - C (f x) - total o (fun j => g j * (f z j - f x j))) +
     (total o (fun j => g j * f z j) - total o (fun j => g j * f x j) -
      total o (fun j => g j * D j (fun i => z i - x i)))) end.
  2: { rewrite (total_ext o (fun j => g j * (f z j - f x j)) (fun j => g j * f z j - g j * f x j)).
       - rewrite total_minus; ring.
       - intros; ring. }
  eapply Rle_trans; [apply Rabs_triang|].
  assert (eps / 2 / (L + 1) * distance o (f x) (f z) <= eps / 2 * distance s x z).
  { apply Rle_trans with (eps / 2 / (L + 1) * ((L + 1) * distance s x z)).
    - apply Rmult_le_compat_l; [left; apply Rdiv_lt_0_compat; lra|easy].
    - right; field; lra. }
  lra.
Qed.

(** What every backward rule is proved by: the derivative of each output, and the sum over the paths put in order. *)
Lemma backward {O : Type} (o : list O) (f : (I -> R) -> O -> R) (C : (O -> R) -> R) x (D : O -> (I -> R) -> R)
  (g : O -> R) (dx : I -> R) :
  gradient o C (f x) g -> (forall j, In j o -> differential s (fun x => f x j) x (D j)) ->
  (forall h, \sum_(j in o) g j * D j h = \sum_(i in s) dx i * h i) -> gradient s (fun x => C (f x)) x dx.
Proof. intros outer inner same; eapply gradient_of_differential; [eapply differential_chain; eauto|easy]. Qed.

End Rules.

(** * In one variable the gradient is the derivative *)

Lemma gradient_derivative (f : R -> R) (a l : R) : is_derive f a l ->
  forall x : unit -> R, x tt = a -> gradient [tt] (fun x => f (x tt)) x (fun _ => l).
Proof.
  intros H x <- eps pos; apply is_derive_Reals in H.
  destruct (H eps pos) as (d & near); exists d; split; [apply cond_pos|].
  unfold distance; simpl; intros z close; rewrite !Rplus_0_r in *.
  destruct (Req_dec (z tt - x tt) 0) as [zero|move].
  - replace (z tt) with (x tt) by lra.
    replace (f (x tt) - f (x tt) - l * (x tt - x tt)) with 0 by ring.
    rewrite Rabs_R0; apply Rmult_le_pos; [lra|apply Rabs_pos].
  - specialize (near (z tt - x tt) move close).
    replace (x tt + (z tt - x tt)) with (z tt) in near by ring.
    replace (f (z tt) - f (x tt) - l * (z tt - x tt))
      with (((f (z tt) - f (x tt)) / (z tt - x tt) - l) * (z tt - x tt)) by (field; easy).
    rewrite Rabs_mult; apply Rmult_le_compat_r; [apply Rabs_pos|lra].
Qed.

Lemma differential_apply {I : Type} (s : list I) (phi : R -> R) f x D l :
  is_derive phi (f x) l -> differential s f x D ->
  differential s (fun x => phi (f x)) x (fun h => l * D h).
Proof.
  intros outer inner.
  apply differential_by with (D := fun h => total [tt] (fun _ => l * D h)); [|intros; simpl; ring].
  apply (differential_chain s [tt] (fun x _ => f x) (fun y => phi (y tt)) x (fun _ => D) (fun _ => l)); [easy|].
  now apply gradient_derivative with (a := f x).
Qed.

Lemma differential_mult {I : Type} (s : list I) f f' x D D' :
  differential s f x D -> differential s f' x D' ->
  differential s (fun x => f x * f' x) x (fun h => f' x * D h + f x * D' h).
Proof.
  intros one two.
  apply differential_by with (D := fun h => total [true; false]
    (fun j => (if j : bool then f' x else f x) * (if j then D else D') h)); [|intros; simpl; ring].
  apply (differential_chain s [true; false] (fun x j => if j then f x else f' x) (fun y => y true * y false) x
    (fun j => if j then D else D') (fun j => if j then f' x else f x)).
  { now intros [|]. }
  intros eps pos; exists eps; split; [easy|]; intros z; unfold distance; simpl; rewrite !Rplus_0_r.
  intros close.
  match goal with |- Rabs ?a <= _ => replace a with ((z true - f x) * (z false - f' x)) by ring end.
  rewrite Rabs_mult.
  pose proof (Rabs_pos (z true - f x)); pose proof (Rabs_pos (z false - f' x)); nra.
Qed.

(** * The gradient holds the partial derivatives, in the sense of the library Coquelicot *)

Definition put {I : Type} (same : forall i k : I, {i = k} + {i <> k}) (x : I -> R)
    (i : I) (t : R) : I -> R :=
  fun k => if same i k then t else x k.

Theorem partial_derivative : forall (I : Type)
    (same : forall i k : I, {i = k} + {i <> k}) (s : list I) C x g i,
  NoDup s -> In i s -> gradient s C x g ->
  is_derive (fun t => C (put same x i t)) (x i) (g i).
Proof.
  intros I same s C x g i once inside H; apply is_derive_Reals; intros eps pos.
  assert (move : forall t, distance s x (put same x i t) = Rabs (t - x i)).
  { intros t; unfold distance; rewrite (total_single s _ i); auto.
    - unfold put; now destruct (same i i).
    - intros k _ other; unfold put; destruct (same i k); [now subst|].
      replace (x k - x k) with 0 by ring; apply Rabs_R0. }
  assert (linear : forall t, total s (fun k => g k * (put same x i t k - x k)) = g i * (t - x i)).
  { intros t; rewrite (total_single s _ i); auto.
    - unfold put; now destruct (same i i).
    - intros k _ other; unfold put; destruct (same i k); [now subst|ring]. }
  assert (stay : C (put same x i (x i)) = C x).
  { destruct (H 1 Rlt_0_1) as (d & dpos & near); specialize (near (put same x i (x i))).
    rewrite move, linear in near; replace (x i - x i) with 0 in near by ring.
    rewrite Rabs_R0, !Rmult_0_r, Rminus_0_r in near; specialize (near dpos).
    apply Rminus_diag_uniq; destruct (Req_dec (C (put same x i (x i)) - C x) 0) as [|apart]; [easy|].
    pose proof (Rabs_pos_lt _ apart); lra. }
  destruct (H (eps / 2)) as (d & dpos & near); [lra|].
  exists (mkposreal d dpos); simpl; intros h moved close.
  specialize (near (put same x i (x i + h))); rewrite move, linear in near.
  replace (x i + h - x i) with h in near by ring; specialize (near close).
  rewrite stay.
  replace ((C (put same x i (x i + h)) - C x) / h - g i)
    with ((C (put same x i (x i + h)) - C x - g i * h) / h) by (field; easy).
  unfold Rdiv; rewrite Rabs_mult, Rabs_inv by easy.
  assert (hpos : 0 < Rabs h) by now apply Rabs_pos_lt.
  apply Rle_lt_trans with (eps / 2 * Rabs h * / Rabs h).
  - apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|easy].
  - rewrite Rmult_assoc, Rinv_r by lra; lra.
Qed.

(** Every linear function has a gradient, so there is something to speak about. *)
Lemma gradient_linear {I : Type} (s : list I) (g x : I -> R) : gradient s (fun x => \sum_(i in s) g i * x i) x g.
Proof.
  apply gradient_of_differential with (D := fun h => \sum_(i in s) g i * h i); [|easy].
  apply differential_total with (D := fun i h => g i * h i); intros i inside.
  apply differential_scale, differential_coordinate, inside.
Qed.

(** The chain rule for several numbers at once. *)
(** [eq:derivatives-chain-vectors]
    $$
    J_{f \circ g}(x) = J_f\bigl(g(x)\bigr)\; J_g(x), \qquad
    \frac{\partial f_i}{\partial x_j} = \sum_k \frac{\partial f_i}{\partial g_k}\,\frac{\partial g_k}{\partial x_j}
    $$ *)
Theorem chain_rule : forall (n m : nat) (C : (nat -> R) -> R)
    (f : (nat -> R) -> nat -> R) (x : nat -> R)
    (J : nat * nat -> R) (g : nat -> R),
  gradient (axis m) C (f x) g ->
  (forall k, (k < m)%nat -> gradient (axis n) (fun x => f x k) x
    (fun j => J (k, j))) ->
  gradient (axis n) (fun x => C (f x)) x (fun j => \sum_(k < m) g k * J (k, j)).
Proof.
  intros n m C f x J g outer inner.
  apply backward with (o := axis m) (D := fun k h => \sum_(j < n) J (k, j) * h j) (g := g); [easy| |].
  - intros k inside; apply differential_of_gradient with (g := fun j => J (k, j)), inner; now apply in_axis.
  - intros h; apply (transpose (axis n) (axis m) g (fun k j => J (k, j)) h).
Qed.
